namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Progress of the extraction of a file. Every row before <see cref="NextRow"/> is published.</summary>
/// <param name="Settings">Inputs of the batches besides the file. A stream keeps the settings that it began with.</param>
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

/// <summary>Stores checkpoints durably.</summary>
internal interface ICheckpointStore
{
    StreamCheckpoint? Find(string fileSha256, CatalogContent content);

    Task SaveAsync(StreamCheckpoint checkpoint, CancellationToken cancellationToken);
}
