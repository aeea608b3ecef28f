namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Stores which catalogue files are ready in the data folder, and which playlists wait for the tracks' file.</summary>
internal interface ICatalogLedger
{
    ReadyFile? FindReady(CatalogContent content);

    Task SaveReadyAsync(CatalogContent content, ReadyFile file, CancellationToken cancellationToken);

    IReadOnlyList<CatalogFile> ListWaiting();

    Task AddWaitingAsync(CatalogFile file, CancellationToken cancellationToken);

    Task RemoveWaitingAsync(CatalogFile file, CancellationToken cancellationToken);
}

/// <summary>A database in the data folder.</summary>
/// <param name="InputSha256">Hash of the file that it was made from, lower-case hexadecimal.</param>
/// <param name="Length">Bytes of the database.</param>
internal sealed record ReadyFile(string InputSha256, long Length);
