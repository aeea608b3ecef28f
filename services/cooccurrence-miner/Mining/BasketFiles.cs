using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>
/// The basket file that ranges are counted from: a private copy of a generation of the baskets table, made when it is missing or corrupt, and kept
/// open between ranges.
/// </summary>
/// <param name="folder">For files that are named by content and rules; others in it are deleted.</param>
internal sealed class BasketFiles(TableStore store, string folder, MiningRules rules, MiningResources resources, ILogger<BasketFiles> logger) : IDisposable
{
    private BasketFile? opened;

    /// <summary>Not thread-safe. The result is valid until the next call.</summary>
    /// <param name="contentSha256">Of the baskets.</param>
    public async Task<BasketFile> OpenAsync(string contentSha256, CancellationToken cancellationToken)
    {
        var path = PathOf(contentSha256);
        if (opened is not null && opened.Path == path && File.Exists(path))
            return opened;
        Dispose();
        return opened = await Task.Run(() => TryOpen(path, contentSha256, cancellationToken), cancellationToken).ConfigureAwait(false)
            ?? await BuildAsync(path, contentSha256, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the open file and deletes every file, also of earlier processes: nobody needs them once all ranges are mined.</summary>
    public void Release()
    {
        Dispose();
        DeleteFiles();
    }

    public void Dispose()
    {
        opened?.Dispose();
        opened = null;
    }

    private string PathOf(string contentSha256) => Path.Combine(
        Path.GetFullPath(folder),
        $"{contentSha256[..32]}-{rules.MinPlaylistTracks}-{rules.MaxPlaylistTracks}-{rules.MinPopularityExclusive}-{rules.MinPairCount}.baskets");

    private BasketFile? TryOpen(string path, string contentSha256, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var file = BasketFile.Open(path, resources.Threads, cancellationToken);
            if (file.Header.IsOf(rules, Convert.FromHexString(contentSha256)))
                return file;
            file.Dispose();
        }
        catch (InvalidDataException ex)
        {
            Log.DamagedBaskets(logger, ex.Message);
        }

        return null;
    }

    private async Task<BasketFile> BuildAsync(string path, string contentSha256, CancellationToken cancellationToken)
    {
        using var baskets = await store.OpenContentAsync(BasketTable.Name, contentSha256, cancellationToken).ConfigureAwait(false);
        return await Task.Run(
            () =>
            {
                Directory.CreateDirectory(folder);
                DeleteFiles();
                new BasketFileBuilder(rules, resources.Threads, resources.MemoryBytes).Build(new TableBasketSource(baskets), path, cancellationToken);
                return BasketFile.Open(path, resources.Threads, cancellationToken);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private void DeleteFiles()
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.GetFiles(folder))
            File.Delete(file);
    }
}
