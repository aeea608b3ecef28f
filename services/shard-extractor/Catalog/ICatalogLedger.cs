namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Stores which catalogue files are ready in the data folder.</summary>
internal interface ICatalogLedger
{
    ReadyFile? FindReady(CatalogContent content);

    Task SaveReadyAsync(CatalogContent content, ReadyFile file, CancellationToken cancellationToken);
}

/// <summary>A database in the data folder.</summary>
/// <param name="InputSha256">Hash of the file that it was made from, lower-case hexadecimal.</param>
/// <param name="Length">Bytes of the database.</param>
internal sealed record ReadyFile(string InputSha256, long Length);
