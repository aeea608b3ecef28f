using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Storage.Pairs;

/// <summary>Pairs of the current generation of their table. Measures are computed from the counts.</summary>
public sealed class TablePairStore(CurrentTable pairs) : IPairStore
{
    public async Task<IReadOnlyList<TrackPair>> TopAsync(TrackId track, int limit, CancellationToken cancellationToken) => await pairs.ReadAsync(
        (Track: track, Limit: limit),
        static (table, asked) => Built(table).TryFind(asked.Track.ToKey(), value => Top(table!, asked.Track, new PairRow(value), asked.Limit), out var top) ? top! : [],
        cancellationToken).ConfigureAwait(false);

    public async Task<TrackPair?> FindAsync(TrackId first, TrackId second, CancellationToken cancellationToken) => await pairs.ReadAsync(
        (First: first, Second: second),
        static (table, pair) => FindListed(Built(table), pair.First, pair.Second) ?? FindListed(table!, pair.Second, pair.First),
        cancellationToken).ConfigureAwait(false);

    public Task ReadAllAsync(Action<TrackPair> visit, CancellationToken cancellationToken) => Task.Run(
        async () => await pairs.ReadAsync(
            table =>
            {
                new PairScan(Built(table), Environment.ProcessorCount, cancellationToken).Visit(visit, cancellationToken);
                return 0;
            },
            cancellationToken).ConfigureAwait(false),
        cancellationToken);

    /// <summary>Of the generation that is current now: whoever counts wants to know what the last run has stored.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await pairs.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return await pairs.ReadAsync(table => table?.Manifest.Counts[PairTable.Stored] ?? 0, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The counts that a manifest of pairs has beside those of its units.</summary>
    public static IReadOnlyDictionary<string, long> Summarize(Table table, int threads, CancellationToken cancellationToken) =>
        new Dictionary<string, long> { [PairTable.Stored] = new PairScan(table, threads, cancellationToken).Count(cancellationToken) };

    private static Table Built(Table? table) => table ?? throw new TableNotBuiltException(PairTable.Name);

    private static TrackPair[] Top(Table table, TrackId track, PairRow row, int limit)
    {
        var all = table.Manifest.Counts[PairTable.Playlists];
        var top = new TrackPair[Math.Min(row.Count, limit)];
        for (var i = 0; i < top.Length; i++)
            top[i] = row.Pair(i, track, all);
        return top;
    }

    /// <summary>The pair, if one of its tracks lists it.</summary>
    private static TrackPair? FindListed(Table table, TrackId track, TrackId other)
    {
        table.TryFind(track.ToKey(), value => Find(table, track, new PairRow(value), other), out var found);
        return found;
    }

    private static TrackPair? Find(Table table, TrackId track, PairRow row, TrackId other)
    {
        for (var i = 0; i < row.Count; i++)
            if (row.Other(i) == other)
                return row.Pair(i, track, table.Manifest.Counts[PairTable.Playlists]);
        return null;
    }
}
