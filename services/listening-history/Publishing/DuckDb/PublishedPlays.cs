using DuckDB.NET.Data;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Insights;

namespace SpotifyPlatform.ListeningHistory.Publishing.DuckDb;

/// <summary>Opens accounts' newest publications, and keeps those open that are asked most recently.</summary>
internal sealed class PublishedPlays(
    IOptions<ListeningHistoryOptions> listening, IOptions<PublishingOptions> options, TimeProvider clock) : IPublishedPlays, IPublishedTables, IDisposable
{
    private const int Attempts = 10;

    private readonly Lock gate = new();
    private readonly Dictionary<AccountName, PublicationPool> pools = [];

    public IPlaysSnapshot Open(AccountName account) => Take(account, 1)[0];

    public IReadOnlyList<ITablesSnapshot> OpenTables(AccountName account, int count) => Take(account, count);

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

    private PlaysSnapshot[] Take(AccountName account, int count)
    {
        for (var attempt = 1; ; attempt++)
        {
            var pool = Current(account);
            try
            {
                return pool.Take(count);
            }
            catch (Exception ex) when (ex is DuckDBException or IOException && attempt < Attempts && pool.Publication != Folder(account).Newest())
            {
                // A newer publication replaced it between listing the folder and opening the file. Another thread may have opened the
                // newer one meanwhile, so it is this thread's publication that is compared.
            }
        }
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
