using SpotifyPlatform.Contracts.Catalog.V1;

namespace SpotifyPlatform.ShardExtractor.Catalogue;

/// <summary>Remembers which catalogue files stand ready in the data folder, and which playlists wait for the tracks' file.</summary>
internal interface ICatalogueLedger
{
    ReadyFile? FindReady(CatalogContent content);

    Task SaveReadyAsync(CatalogContent content, ReadyFile file, CancellationToken cancellationToken);

    IReadOnlyList<CatalogueFile> ListWaiting();

    Task AddWaitingAsync(CatalogueFile file, CancellationToken cancellationToken);

    Task RemoveWaitingAsync(CatalogueFile file, CancellationToken cancellationToken);
}

/// <summary>A database in the data folder.</summary>
/// <param name="InputSha256">Of the file that it was made from, lower-case hexadecimal.</param>
/// <param name="Length">Bytes of the database.</param>
internal sealed record ReadyFile(string InputSha256, long Length);
