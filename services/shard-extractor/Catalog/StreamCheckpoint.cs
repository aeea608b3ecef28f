using SpotifyPlatform.Contracts.Catalog.V1;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>How far the extraction of a file is. Every row before <see cref="NextRow"/> is published.</summary>
/// <param name="Settings">What beside the file decides the batches. A stream ends under the settings that it began with.</param>
/// <param name="LastRow">The file's highest row number.</param>
/// <param name="Rows">Rows published.</param>
internal sealed record StreamCheckpoint(
    string FileSha256,
    CatalogContent Content,
    string Settings,
    long NextRow,
    long LastRow,
    long NextBatch,
    long Rows,
    bool Done,
    IReadOnlyDictionary<string, long> Dropped)
{
    public static StreamCheckpoint Start(CatalogFile file, string settings, long lastRow) =>
        new(file.Sha256, file.Content, settings, long.MinValue, lastRow, 0, 0, false, new Dictionary<string, long>());
}

/// <summary>Keeps checkpoints. A saved one survives a power cut.</summary>
internal interface ICheckpointStore
{
    StreamCheckpoint? Find(string fileSha256, CatalogContent content);

    Task SaveAsync(StreamCheckpoint checkpoint, CancellationToken cancellationToken);
}
