using System.Text;
using System.Text.Json;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.Music;
using SpotifyPlatform.Platform.Inspection;
using SpotifyPlatform.Platform.Verification.Source;
using SpotifyPlatform.ShardExtractor.Catalog;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

namespace SpotifyPlatform.Platform.Importing;

/// <summary>Looks into each file before anything is made of it: schema and first rows of databases, first lines of shards, first bytes of what is compressed.</summary>
internal sealed class SpotCheck(IReadOnlyList<FoundFile> files)
{
    private const int Lines = 20;
    private const int MaxLineBytes = 64 << 20;
    private const int SampleRows = 20;

    private static readonly byte[] SqliteMagic = Encoding.ASCII.GetBytes("SQLite format 3\0");

    public long Rows { get; private set; }

    public long ShardLines { get; private set; }

    /// <summary>What is wrong, a sentence for each file.</summary>
    public IReadOnlyList<string> Run(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Explain(file) is { } problem)
                problems.Add($"{file.Name}: {problem}");
        }

        return problems;
    }

    private string? Explain(FoundFile file)
    {
        try
        {
            return file.Kind switch
            {
                ContentKind.AnalysisShard => ExplainShard(file),
                ContentKind.MusicBrainzDump => file.Length == 0 ? "It is empty. Fetch it again." : null,
                _ when ContentKinds.IsPlainDatabase(file.Name) => ExplainDatabase(file),
                _ => ExplainCompressed(file),
            };
        }
        catch (Exception ex) when (ex is CommandException or CatalogRefusedException or InvalidDataException or ZstdFormatException or JsonException)
        {
            return ex.Message;
        }
    }

    private string? ExplainDatabase(FoundFile file)
    {
        SqliteHeader.Require(file.Path, file.Name);
        SchemaVersion[] known = file.Kind switch
        {
            ContentKind.Catalog => [SchemaVersions.Tracks, SchemaVersions.LegacyTracks, SchemaVersions.NumberedTracks],
            ContentKind.CatalogArtists => [SchemaVersions.Artists],
            ContentKind.CatalogAlbums => [SchemaVersions.Albums],
            ContentKind.AudioFeatures => [SchemaVersions.Features, SchemaVersions.LegacyFeatures],
            _ => [SchemaVersions.Playlists, SchemaVersions.LegacyPlaylists],
        };
        SqliteReadErrors.Open(file.Path, connection =>
        {
            SchemaVersion.Detect(connection, known);
            return connection;
        }).Dispose();
        var tables = new DatabaseInspection(file.Path, SampleRows).Run().Tables;
        Rows += tables.Sum(table => table.Samples.Count);
        return tables.FirstOrDefault(table => table.Rows is null) is { } damaged ? $"Pages of table {damaged.Name} are damaged. Fetch it again." : null;
    }

    private static string? ExplainCompressed(FoundFile file)
    {
        using var content = ZstdStreams.Decompress(File.OpenRead(file.Path));
        var start = new byte[SqliteMagic.Length];
        return content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(SqliteMagic) ? null : "It has no SQLite database in it. Fetch it again.";
    }

    private string? ExplainShard(FoundFile file)
    {
        using var lines = new LineReader(ZstdStreams.Decompress(File.OpenRead(file.Path)), MaxLineBytes);
        var shard = Path.GetFileName(file.Name)[..2];
        var good = 0;
        for (var read = 0; read < Lines && lines.Next() is { } line; read++)
            good += IsOf(line, shard) ? 1 : 0;
        ShardLines += good;
        return good > 0 ? null : $"None of its first {Lines} lines is a track of shard {shard}. Fetch it again.";
    }

    /// <summary>A few bad lines go to quarantine; a shard that has none but those is another file.</summary>
    private static bool IsOf(byte[] line, string shard)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.TryGetProperty("meta", out var meta) && meta.TryGetProperty("track_id", out var id) && id.GetString() is { } text
                && TrackId.TryParse(text.AsSpan(), out _) && text.StartsWith(shard, StringComparison.Ordinal);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
