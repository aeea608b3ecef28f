using SpotifyPlatform.CooccurrenceMiner.Mining;

namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>
/// Finds the tracks that can be in a pair. One pass over the baskets if all tracks fit in the memory given, else a pass for
/// each slice of them that does.
/// </summary>
internal sealed class TrackCensus(IBasketSource source, MiningRules rules, int threads, long memoryBytes) : IDisposable
{
    private const int BatchesAtOnce = 16;
    private readonly NativeArray<CountedTrack> tracks = new(1 << 16);
    private long count;

    public long Playlists { get; private set; }

    public long TooShort { get; private set; }

    public long TooLong { get; private set; }

    /// <summary>In the order of their ids.</summary>
    public Span<CountedTrack> Tracks => tracks.Span(0, (int)count);

    /// <exception cref="InvalidDataException">More tracks can be in a pair than 32 bits number.</exception>
    public void Take(CancellationToken cancellationToken)
    {
        var slices = new Stack<Slice>([Slice.All]);
        while (slices.TryPop(out var slice))
        {
            var done = TakeSlice(slice, cancellationToken);
            foreach (var rest in slice.Rest(done))
                slices.Push(rest);
        }

        if (count > int.MaxValue / 2)
            throw new InvalidDataException($"{count} tracks can be in a pair; one basket file numbers {int.MaxValue / 2}. Raise the popularity threshold.");
        Tracks.Sort();
    }

    public void Dispose() => tracks.Dispose();

    /// <summary>Returns the part of the slice that the memory sufficed for.</summary>
    private Slice TakeSlice(Slice slice, CancellationToken cancellationToken)
    {
        var tallies = Enumerable.Range(0, threads).Select(_ => new TrackTally(slice, memoryBytes / threads)).ToList();
        try
        {
            Count(tallies, cancellationToken);
            var narrowest = tallies.Select(tally => tally.Slice).MaxBy(part => part.Bits);
            tallies.ForEach(tally => tally.NarrowTo(narrowest));
            foreach (var other in tallies[1..])
            {
                tallies[0].Add(other);
                other.Dispose();
            }

            Keep(tallies[0]);
            return tallies[0].Slice;
        }
        finally
        {
            tallies.ForEach(tally => tally.Dispose());
        }
    }

    private void Count(List<TrackTally> tallies, CancellationToken cancellationToken)
    {
        var (playlists, tooShort, tooLong) = (0L, 0L, 0L);
        OrderedParallel.Run(
            threads,
            (source.Batches + BatchesAtOnce - 1) / BatchesAtOnce,
            (worker, i) => CountBatches(tallies[worker], i * BatchesAtOnce),
            counts =>
            {
                playlists += counts.Kept;
                tooShort += counts.TooShort;
                tooLong += counts.TooLong;
            },
            cancellationToken);
        (Playlists, TooShort, TooLong) = (playlists, tooShort, tooLong);
    }

    private (long Kept, long TooShort, long TooLong) CountBatches(TrackTally tally, long first)
    {
        var (kept, tooShort, tooLong) = (0L, 0L, 0L);
        source.Read(first, Math.Min(first + BatchesAtOnce, source.Batches), (keys, popularities) =>
        {
            if (popularities.Length < rules.MinPlaylistTracks)
                tooShort++;
            else if (popularities.Length > rules.MaxPlaylistTracks)
                tooLong++;
            else
            {
                kept++;
                for (var i = 0; i < popularities.Length; i++)
                    tally.Add(TrackKey.Read(keys, i), 1, popularities[i]);
            }
        });
        return (kept, tooShort, tooLong);
    }

    private void Keep(TrackTally tally)
    {
        foreach (var entry in tally.Entries())
        {
            // A pair cannot be in more playlists than either of its tracks.
            if (entry.Playlists < rules.MinPairCount || entry.Popularity <= rules.MinPopularityExclusive)
                continue;
            if (count == tracks.Length)
                tracks.Resize(2 * count);
            tracks[count++] = new CountedTrack(entry.Key, entry.Playlists);
        }
    }
}
