using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Publishing.DuckDb;
using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>Publishes an account's rows as DuckDB files: readers see the old file or the new one, each whole.</summary>
internal sealed class PlaysPublisher(
    PlaysFileBuilder builder, IOptions<PublishingOptions> options, ListeningHistoryMetrics metrics, TimeProvider clock, ILogger<PlaysPublisher> logger)
{
    /// <summary>Publishes unless the account's rows, settings and exclusions are published already.</summary>
    /// <param name="rebuild">Publishes anyway: for what came into the platform's own tables meanwhile.</param>
    public async Task PublishAsync(IListeningStore store, bool rebuild, CancellationToken cancellationToken)
    {
        var folder = new PublishedFolder(store.Folder);
        using var held = await AccountLock.TakeAsync(folder.Folder, options.Value.LockTimeout, clock, cancellationToken).ConfigureAwait(false);
        await PublishHeldAsync(store, folder, rebuild, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes the account's exclusions and publishes what follows from them.</summary>
    public async Task ExcludeAsync(IListeningStore store, Action<ISet<Exclusion>> change, CancellationToken cancellationToken)
    {
        var folder = new PublishedFolder(store.Folder);
        using var held = await AccountLock.TakeAsync(folder.Folder, options.Value.LockTimeout, clock, cancellationToken).ConfigureAwait(false);
        ExclusionFile.Change(store.Folder, change);
        await PublishHeldAsync(store, folder, rebuild: false, cancellationToken).ConfigureAwait(false);
    }

    private async Task PublishHeldAsync(IListeningStore store, PublishedFolder folder, bool rebuild, CancellationToken cancellationToken)
    {
        var exclusions = ExclusionFile.Read(store.Folder);
        // Read before the rows: a change while the file is built makes its key old, and the file is built again.
        var key = Key(store.Revision, exclusions);
        if (!rebuild && folder.Newest()?.Key == key && File.Exists(folder.PersonFile))
            return;
        var start = clock.GetTimestamp();
        folder.DeleteBuild();
        await builder.BuildAsync(folder.BuildFile, store, exclusions, cancellationToken).ConfigureAwait(false);
        var bytes = new FileInfo(folder.BuildFile).Length;
        folder.Publish(key);
        metrics.Published(clock.GetElapsedTime(start));
        Log.Published(logger, store.Account.Value, bytes, clock.GetElapsedTime(start).TotalSeconds);
    }

    private static string Key(long revision, IReadOnlyCollection<Exclusion> exclusions)
    {
        var text = string.Join('\n', exclusions.Select(exclusion => $"{exclusion.KindName} {exclusion.Value}"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        return string.Create(CultureInfo.InvariantCulture, $"v{PublishedSchema.Version}-r{revision}-{hash}");
    }
}
