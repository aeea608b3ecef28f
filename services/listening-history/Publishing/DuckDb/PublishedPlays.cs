using DuckDB.NET.Data;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Sync;

namespace SpotifyPlatform.ListeningHistory.Publishing.DuckDb;

/// <summary>Opens accounts' newest publications, and keeps those open that are asked most recently.</summary>
internal sealed class PublishedPlays(
    IOptions<ListeningHistoryOptions> listening, IOptions<PublishingOptions> options, TimeProvider clock) : IPublishedPlays, IPublishedTables, IDisposable
{
    private const int Attempts = 10;

    private readonly Lock gate = new();
    private readonly Dictionary<AccountName, PublicationPool> pools = [];

    public IPlaysSnapshot Open(AccountName account) => Take(account);

    public ITablesSnapshot OpenTables(AccountName account) => Take(account);

    /// <summary>Closes what is open of an account.</summary>
    public void Forget(AccountName account)
    {
        lock (gate)
        {
            if (pools.Remove(account, out var pool))
                pool.Dispose();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var pool in pools.Values)
                pool.Dispose();
            pools.Clear();
        }
    }

    private PlaysSnapshot Take(AccountName account)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Current(account).Take();
            }
            catch (Exception ex) when (ex is DuckDBException or IOException && attempt < Attempts && IsOutdated(account))
            {
                // A newer publication took its place between listing the folder and opening the file.
            }
        }
    }

    private bool IsOutdated(AccountName account)
    {
        lock (gate)
            return !pools.TryGetValue(account, out var pool) || pool.Publication != Folder(account).Newest();
    }

    private PublicationPool Current(AccountName account)
    {
        lock (gate)
        {
            var newest = Folder(account).Newest() ?? throw new NoPlaysPublishedException(account.Value);
            if (!pools.TryGetValue(account, out var pool) || pool.Publication != newest)
            {
                pool?.Dispose();
                pools[account] = pool = new PublicationPool(newest, options.Value);
            }

            pool.LastUsed = clock.GetTimestamp();
            CloseLongestUnused();
            return pool;
        }
    }

    private void CloseLongestUnused()
    {
        if (pools.Count <= options.Value.MaxOpenAccounts)
            return;
        var oldest = pools.MinBy(pool => pool.Value.LastUsed);
        pools.Remove(oldest.Key);
        oldest.Value.Dispose();
    }

    private PublishedFolder Folder(AccountName account) => new(Path.Combine(listening.Value.DataFolder, account.Value));
}
