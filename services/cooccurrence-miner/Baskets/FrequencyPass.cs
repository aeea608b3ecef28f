using SpotifyPlatform.CooccurrenceMiner.Rules;

namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>
/// Counts the playlists of each track and keeps the tracks that can be in a pair. One pass over the baskets if the counts of all tracks fit
/// in memory, else one pass for each hash partition that does.
/// </summary>
internal sealed class FrequencyPass(IBasketSource source, MiningRules rules, int threads, long memoryBytes) : IDisposable
{
    private const int BatchesAtOnce = 16;
    private readonly NativeArray<CountedTrack> tracks = new(1 << 16);
    private long count;

    public long Playlists { get; private set; }

    public long TooShort { get; private set; }

    public long TooLong { get; private set; }

    /// <summary>In the order of their ids.</summary>
    public Span<CountedTrack> Tracks => tracks.Span(0, (int)count);

    /// <exception cref="InvalidDataException">More tracks can be in a pair than a basket file can number.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        var partitions = new Stack<HashPartition>([HashPartition.All]);
        while (partitions.TryPop(out var partition))
        {
            var counted = CountPartition(partition, cancellationToken);
            foreach (var rest in partition.Without(counted))
                partitions.Push(rest);
        }

        if (count > int.MaxValue / 2)
            throw new InvalidDataException($"{count} tracks can be in a pair; a basket file can number {int.MaxValue / 2}. Raise CooccurrenceMiner:MinPopularityExclusive.");
        Tracks.Sort();
    }

    public void Dispose() => tracks.Dispose();

    /// <summary>Returns the part of the partition that fitted in memory.</summary>
    private HashPartition CountPartition(HashPartition partition, CancellationToken cancellationToken)
    {
        var tables = Enumerable.Range(0, threads).Select(_ => new TrackFrequencyTable(partition, memoryBytes / threads)).ToList();
        try
        {
            Count(tables, cancellationToken);
            var narrowest = tables.Select(table => table.Partition).MaxBy(part => part.Bits);
            tables.ForEach(table => table.NarrowTo(narrowest));
            foreach (var other in tables[1..])
            {
                tables[0].Add(other);
                other.Dispose();
            }

            Keep(tables[0]);
            return tables[0].Partition;
        }
        finally
        {
            tables.ForEach(table => table.Dispose());
        }
    }

    private void Count(List<TrackFrequencyTable> tables, CancellationToken cancellationToken)
    {
        var (playlists, tooShort, tooLong) = (0L, 0L, 0L);
        OrderedParallel.Run(
            threads,
            (source.Batches + BatchesAtOnce - 1) / BatchesAtOnce,
            (worker, i) => CountBatches(tables[worker], i * BatchesAtOnce),
            counts =>
            {
                playlists += counts.Kept;
                tooShort += counts.TooShort;
                tooLong += counts.TooLong;
            },
            cancellationToken);
        (Playlists, TooShort, TooLong) = (playlists, tooShort, tooLong);
    }

    private (long Kept, long TooShort, long TooLong) CountBatches(TrackFrequencyTable table, long first)
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
                    table.Add(PackedTrackId.Read(keys, i), 1, popularities[i]);
            }
        });
        return (kept, tooShort, tooLong);
    }

    private void Keep(TrackFrequencyTable table)
    {
        foreach (var entry in table.Entries())
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
