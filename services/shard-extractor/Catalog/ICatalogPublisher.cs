namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Publishes the rows of one content.</summary>
internal interface ICatalogPublisher<in TRow>
{
    /// <summary>Splits the rows of a range into batches. Deterministic: the same rows give the same batches.</summary>
    /// <param name="dropped">Counts the rows that no batch has room for.</param>
    ICatalogBatches Split(IEnumerable<TRow> rows, DropCounts dropped);

    /// <summary>Announces that every batch of the file is published.</summary>
    Task FinishAsync(CatalogFile file, StreamCheckpoint checkpoint, CancellationToken cancellationToken);
}

/// <summary>The batches of a range.</summary>
internal interface ICatalogBatches
{
    int Count { get; }

    /// <summary>Rows of all batches.</summary>
    long Rows { get; }

    /// <param name="file">The file that the rows came from.</param>
    /// <param name="first">Number of the first batch among the file's batches of this content.</param>
    Task PublishAsync(CatalogFile file, long first, CancellationToken cancellationToken);
}
