using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>
/// Extracts the files of the catalogue in any order. Playlists refer to tracks of another file, so they wait, recorded in the ledger,
/// until that file is ready.
/// </summary>
internal sealed class CatalogExtraction(
    CatalogFolder folder,
    TrackTables tables,
    ICatalogDatabases databases,
    ICatalogLedger ledger,
    CatalogStream<ExtractedBasket> playlists,
    IOptions<ShardExtractorOptions> options,
    ILogger<CatalogExtraction> logger) : IDisposable
{
    private readonly SemaphoreSlim playlistLock = new(1, 1);

    /// <summary>Extracts a file, or continues where an earlier run was stopped.</summary>
    /// <exception cref="CatalogRefusedException">The file cannot be extracted; a retry would not help.</exception>
    public async Task ExtractAsync(CatalogFile file, CancellationToken cancellationToken)
    {
        switch (file.Content)
        {
            case CatalogContent.Tracks:
                await folder.MakeReadyAsync(file, cancellationToken).ConfigureAwait(false);
                await ExtractWaitingAsync(cancellationToken).ConfigureAwait(false);
                break;
            case CatalogContent.Playlists:
                await ledger.AddWaitingAsync(file, cancellationToken).ConfigureAwait(false);
                await ExtractWaitingAsync(cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(file), file.Content, "Unknown content.");
        }
    }

    public void Dispose() => playlistLock.Dispose();

    /// <summary>
    /// Whichever file comes second starts the extraction: waiting playlists are recorded before the tracks' file is looked for, and the
    /// tracks' file is ready before the waiting playlists are listed.
    /// </summary>
    private async Task ExtractWaitingAsync(CancellationToken cancellationToken)
    {
        await playlistLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var file in ledger.ListWaiting())
            {
                if (folder.FindReady(CatalogContent.Tracks) is not { } tracksSha256)
                {
                    Log.PlaylistsWait(logger, file.Name, folder.PathOf(CatalogContent.Tracks));
                    continue;
                }

                await ExtractPlaylistsAsync(file, tracksSha256, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            playlistLock.Release();
        }
    }

    private async Task ExtractPlaylistsAsync(CatalogFile file, string tracksSha256, CancellationToken cancellationToken)
    {
        var path = await folder.MakeReadyAsync(file, cancellationToken).ConfigureAwait(false);
        var settings = new BasketSettings(options.Value.MaxBasketTracks, tracksSha256);
        try
        {
            await playlists.RunAsync(
                file, settings.ToString(), begun => Open(path, BasketSettings.Parse(begun), cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (CatalogRefusedException)
        {
            await ledger.RemoveWaitingAsync(file, cancellationToken).ConfigureAwait(false);
            throw;
        }

        await ledger.RemoveWaitingAsync(file, cancellationToken).ConfigureAwait(false);
    }

    private ICatalogRows<ExtractedBasket> Open(string path, BasketSettings settings, CancellationToken cancellationToken) => databases.OpenPlaylists(
        path,
        folder.PathOf(CatalogContent.Tracks),
        () => tables.OpenOrBuild(settings.TracksSha256, cancellationToken),
        settings.MaxTracks);
}
