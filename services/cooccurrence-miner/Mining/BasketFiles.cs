using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Rules;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Opens the basket file of a playlists file, builds it when it is missing or corrupt, and keeps it open between ranges.</summary>
internal sealed class BasketFiles(IBasketStore store, MiningFolder folder, MiningRules rules, MiningResources resources, ILogger<BasketFiles> logger) : IDisposable
{
    private BasketFile? opened;

    /// <summary>Not thread-safe. The result is valid until the next call.</summary>
    public BasketFile Open(string fileSha256, CancellationToken cancellationToken)
    {
        var path = folder.Baskets(fileSha256, rules);
        if (opened is not null && opened.Path == path && File.Exists(path))
            return opened;
        Dispose();
        return opened = TryOpen(path, fileSha256, cancellationToken) ?? Build(path, fileSha256, cancellationToken);
    }

    public void Dispose()
    {
        opened?.Dispose();
        opened = null;
    }

    private BasketFile? TryOpen(string path, string fileSha256, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var file = BasketFile.Open(path, resources.Threads, cancellationToken);
            if (file.Header.IsOf(rules, Convert.FromHexString(fileSha256)))
                return file;
            file.Dispose();
        }
        catch (InvalidDataException ex)
        {
            Log.DamagedBaskets(logger, ex.Message);
        }

        return null;
    }

    private BasketFile Build(string path, string fileSha256, CancellationToken cancellationToken)
    {
        new BasketFileBuilder(rules, resources.Threads, resources.MemoryBytes).Build(store.Open(fileSha256), path, cancellationToken);
        return BasketFile.Open(path, resources.Threads, cancellationToken);
    }
}
