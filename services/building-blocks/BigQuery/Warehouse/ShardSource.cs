using System.Text.Json;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.BigQuery.Warehouse;

/// <summary>Where the rows of a shard are, as the ledger keeps it: enough to go on with a load that another process began.</summary>
internal static class ShardSource
{
    private sealed record File(string Key, long Length, string Sha256, long Rows);

    private sealed record Source(string Shard, File Tracks, File Sections, string Generation, int ExtractorVersion);

    public static string Write(ShardRows shard) => JsonSerializer.Serialize(
        new Source(shard.Shard.Prefix, FileOf(shard.Tracks), FileOf(shard.Sections), shard.Generation, shard.ExtractorVersion));

    /// <exception cref="InvalidDataException">Something else than the loader wrote it.</exception>
    public static ShardRows Read(string text)
    {
        try
        {
            var source = JsonSerializer.Deserialize<Source>(text)!;
            return new ShardRows(ShardId.Parse(source.Shard), RowsOf(source.Tracks), RowsOf(source.Sections), source.Generation) { ExtractorVersion = source.ExtractorVersion };
        }
        catch (Exception ex) when (ex is JsonException or FormatException or NullReferenceException or ArgumentException)
        {
            throw new InvalidDataException("The ledger of loads has a row that the loader did not write: its source is no description of row files.", ex);
        }
    }

    private static File FileOf(RowFile rows) => new(rows.File.Key.ToString(), rows.File.Length, rows.File.Sha256, rows.Rows);

    private static RowFile RowsOf(File file) => new(new ArtifactReference(ArtifactKey.Parse(file.Key), file.Length, file.Sha256), file.Rows);
}
