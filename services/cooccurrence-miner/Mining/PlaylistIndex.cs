using SpotifyPlatform.Music;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>
/// The tracks that can be in a pair, ranked by how many playlists hold them, and where each stands. A playlist's tracks are in
/// the order of rank, so what stands before a track is exactly its more frequent company: to count a row only over these
/// prefixes is to count every pair once.
/// </summary>
internal sealed class PlaylistIndex
{
    private readonly int[] ranks;
    private readonly int[] firstOccurrences;
    private readonly int[] prefixStarts;
    private readonly ushort[] prefixLengths;

    private PlaylistIndex(TrackId[] ids, int[] counts, int[][] playlists)
    {
        Ids = ids;
        Counts = counts;
        KeptPlaylists = playlists.Length;
        firstOccurrences = Starts(counts);
        ranks = new int[firstOccurrences[^1]];
        prefixStarts = new int[ranks.Length];
        prefixLengths = new ushort[ranks.Length];
        Locate(playlists);
    }

    /// <summary>By rank.</summary>
    public TrackId[] Ids { get; }

    /// <summary>Kept playlists that hold the track, by rank.</summary>
    public int[] Counts { get; }

    public int Tracks => Ids.Length;

    /// <summary>All kept playlists, also those without a track that can be in a pair.</summary>
    public int KeptPlaylists { get; }

    /// <exception cref="InvalidDataException">The tracks stand in more places than one process can index.</exception>
    public static PlaylistIndex Build(KeptPlaylists kept, MiningRules rules, ParallelOptions parallel)
    {
        var tallies = kept.Tallies;

        // A pair cannot be in more playlists than either of its tracks.
        var ranked = Enumerable.Range(0, tallies.Count)
            .Where(number => tallies[number].Playlists >= rules.MinPairCount && tallies[number].Popularity > rules.MinPopularityExclusive)
            .OrderByDescending(number => tallies[number].Playlists)
            .ThenBy(number => tallies[number].Id)
            .ToArray();
        var ranks = new int[tallies.Count];
        Array.Fill(ranks, -1);
        for (var rank = 0; rank < ranked.Length; rank++)
            ranks[ranked[rank]] = rank;
        var playlists = kept.TakePlaylists();
        Parallel.For(0, playlists.Length, parallel, i => playlists[i] = Ranked(playlists[i], ranks));
        return new PlaylistIndex(
            [.. ranked.Select(number => tallies[number].Id)], [.. ranked.Select(number => tallies[number].Playlists)], playlists);
    }

    /// <summary>Where a track stands: numbers to be read with <see cref="Prefix"/>, from the first to before the second.</summary>
    public (int First, int End) Occurrences(int rank) => (firstOccurrences[rank], firstOccurrences[rank + 1]);

    /// <summary>The ranks before the track in the playlist of this occurrence.</summary>
    public ReadOnlySpan<int> Prefix(int occurrence) => ranks.AsSpan(prefixStarts[occurrence], prefixLengths[occurrence]);

    private static int[] Ranked(int[] tracks, int[] ranks)
    {
        var ranked = Array.FindAll(Array.ConvertAll(tracks, track => ranks[track]), rank => rank >= 0);
        Array.Sort(ranked);
        return ranked;
    }

    private static int[] Starts(int[] counts)
    {
        var occurrences = counts.Sum(count => (long)count);
        if (occurrences > Array.MaxLength)
            throw new InvalidDataException(
                $"The kept playlists hold {occurrences} tracks that can be in a pair; one process indexes {Array.MaxLength}. Raise the popularity threshold.");
        var starts = new int[counts.Length + 1];
        for (var rank = 0; rank < counts.Length; rank++)
            starts[rank + 1] = starts[rank] + counts[rank];
        return starts;
    }

    private void Locate(int[][] playlists)
    {
        var next = firstOccurrences[..^1];
        var start = 0;
        foreach (var playlist in playlists)
        {
            playlist.CopyTo(ranks, start);
            for (var position = 0; position < playlist.Length; position++)
            {
                var occurrence = next[playlist[position]]++;
                prefixStarts[occurrence] = start;
                prefixLengths[occurrence] = (ushort)position;
            }

            start += playlist.Length;
        }
    }
}
