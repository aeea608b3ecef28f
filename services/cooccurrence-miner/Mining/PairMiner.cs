namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>
/// Counts which tracks share playlists, row by row, so that no pair exists before it has reached the threshold. The result is a
/// function of the baskets as a set: neither their order nor the number of threads changes it.
/// </summary>
internal sealed class PairMiner(MiningRules rules, int threads)
{
    /// <summary>Survivors counted before the best are chosen: 28 bytes each while they wait.</summary>
    public int SurvivorsAtOnce { get; init; } = 8 << 20;

    public MiningRules Rules => rules;

    public MiningResult Mine(IEnumerable<Basket> baskets, CancellationToken cancellationToken)
    {
        var kept = new KeptPlaylists(rules);
        foreach (var basket in baskets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            kept.Add(basket);
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var index = PlaylistIndex.Build(kept, rules, parallel);
        var best = CountRows(index, parallel);
        return new MiningResult(index.KeptPlaylists, kept.TooShort, kept.TooLong, index.Tracks, new MinedPairs(index, best, parallel));
    }

    private BestNeighbours CountRows(PlaylistIndex index, ParallelOptions parallel)
    {
        var best = new BestNeighbours(index, rules.MaxPairsPerTrack);
        var counters = Enumerable.Range(0, threads).Select(_ => new RowCounter(index, rules.MinPairCount)).ToList();
        var portion = counters.Select(_ => new List<Survivor>()).ToList();
        for (var nextRow = 0; nextRow < index.Tracks;)
        {
            var found = 0;
            Parallel.For(0, threads, parallel, worker =>
            {
                portion[worker].Clear();
                for (int row; Volatile.Read(ref found) < SurvivorsAtOnce && (row = Interlocked.Increment(ref nextRow) - 1) < index.Tracks;)
                {
                    parallel.CancellationToken.ThrowIfCancellationRequested();
                    Interlocked.Add(ref found, counters[worker].Count(row, portion[worker]));
                }
            });
            best.Add(portion, parallel);
        }

        return best;
    }
}

/// <param name="Playlists">Kept: the N of every measure.</param>
/// <param name="TooShort">Playlists left out.</param>
/// <param name="TooLong">Playlists left out.</param>
/// <param name="Tracks">Tracks that can be in a pair.</param>
internal sealed record MiningResult(int Playlists, int TooShort, int TooLong, int Tracks, MinedPairs Pairs);
