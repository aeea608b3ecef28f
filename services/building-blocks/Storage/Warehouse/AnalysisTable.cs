using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Storage.Warehouse;

/// <summary>
/// The table of an audio-analysis shard. Key: a track's id. Value: the track's line of the row files, then those of its sections, as they
/// are written there, each with its line feed.
/// </summary>
public static class AnalysisTable
{
    /// <summary>The names of all such tables begin with it.</summary>
    public const string Prefix = "analysis-";

    public const int KeyBytes = TrackId.KeyLength;

    /// <summary>The input of a plan, and the name of its revision.</summary>
    public const string Input = "shard";

    /// <summary>A count of the manifest; each row of the table is a track.</summary>
    public const string Sections = "sections";

    /// <summary>The longest value of a table.</summary>
    public const int MaxValueBytes = TableWriter.MaxValueBytes;

    /// <summary>A row has some 4 KiB; small pages would make an index of gigabytes in memory over all shards.</summary>
    private const int PageBytes = 64 << 10;

    /// <summary>Names of shards may differ by case alone, names of tables have no upper case: a hyphen stands before a letter that was (<c>0A</c> is <c>analysis-0-a</c>).</summary>
    public static string NameOf(ShardId shard) => Prefix + shard.FileStem.Replace('_', '-').ToLowerInvariant();

    /// <summary>The shard of a table; false for other tables.</summary>
    public static bool TryShardOf(string table, out ShardId shard)
    {
        shard = default;
        if (!table.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var parts = table[Prefix.Length..].Split('-');
        var text = parts[0] + string.Concat(parts.Skip(1).Select(part => part.Length > 0 ? char.ToUpperInvariant(part[0]) + part[1..] : "-"));
        return ShardId.TryParse(text, out shard) && NameOf(shard) == table;
    }

    /// <summary>The shard that a track is in: it is named by the first characters of the ids.</summary>
    public static ShardId ShardOf(TrackId track) => ShardId.Parse(track.ToString()[..2]);

    /// <param name="sha256">Of the shard's file.</param>
    /// <param name="mappingVersion">Of the extractor.</param>
    /// <param name="rules">Every option that changes a row.</param>
    public static TablePlan Plan(ShardId shard, string sha256, int mappingVersion, SortedDictionary<string, string> rules) => new()
    {
        Table = NameOf(shard), KeyBytes = KeyBytes, PageBytes = PageBytes, MappingVersion = mappingVersion, Rules = rules, Inputs = new() { [Input] = sha256 },
    };
}
