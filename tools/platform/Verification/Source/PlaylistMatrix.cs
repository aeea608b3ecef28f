using System.Runtime.InteropServices;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>Kept playlists and, the other way round, the playlists of each track that can be in a pair, in memory.</summary>
internal sealed class PlaylistMatrix
{
    private readonly int[] entries;
    private readonly int[] starts;
    private readonly int[] playlists;
    private readonly int[] startsOfTrack;
    private readonly int minPairCount;

    private PlaylistMatrix(List<TrackId> tracks, int[] entries, int[] starts, int minPairCount)
    {
        (Tracks, this.entries, this.starts, this.minPairCount) = (tracks, entries, starts, minPairCount);
        startsOfTrack = new int[tracks.Count + 1];
        foreach (var track in entries)
            startsOfTrack[track + 1]++;
        for (var track = 0; track < tracks.Count; track++)
            startsOfTrack[track + 1] += startsOfTrack[track];
        playlists = new int[entries.Length];
        var next = startsOfTrack.ToArray();
        for (var playlist = 0; playlist < Playlists; playlist++)
            for (var i = starts[playlist]; i < starts[playlist + 1]; i++)
                playlists[next[entries[i]]++] = playlist;
    }

    /// <summary>Those that can be in a pair, by number.</summary>
    public IReadOnlyList<TrackId> Tracks { get; }

    public int Playlists => starts.Length - 1;

    public static PlaylistMatrix Read(IEnumerable<SourcePlaylist> kept, int minPopularityExclusive, int minPairCount)
    {
        var (numbers, all, ids, popular, counts, starts) =
            (new Dictionary<TrackId, int>(), new List<int>(), new List<TrackId>(), new List<bool>(), new List<int>(), new List<int> { 0 });
        foreach (var playlist in kept)
        {
            foreach (var (track, popularity) in playlist.Tracks.Zip(playlist.Popularities))
            {
                ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, track, out var known);
                if (!known)
                {
                    number = ids.Count;
                    ids.Add(track);
                    popular.Add(false);
                    counts.Add(0);
                }

                popular[number] |= popularity > minPopularityExclusive;
                counts[number]++;
                all.Add(number);
            }

            starts.Add(all.Count);
        }

        return WithoutRare(ids, [.. ids.Select((_, number) => popular[number] && counts[number] >= minPairCount)], all, starts, minPairCount);
    }

    /// <summary>Playlists of a track; it is in at least as many as a pair needs.</summary>
    public int PlaylistsOf(int track) => startsOfTrack[track + 1] - startsOfTrack[track];

    /// <summary>The other tracks that share enough playlists with a track.</summary>
    /// <param name="counters">Zero for each track, and so again when the method returns.</param>
    public List<(int Other, int Both)> Count(int track, int[] counters)
    {
        var touched = new List<int>();
        for (var i = startsOfTrack[track]; i < startsOfTrack[track + 1]; i++)
            for (var entry = starts[playlists[i]]; entry < starts[playlists[i] + 1]; entry++)
                if (entries[entry] != track && counters[entries[entry]]++ == 0)
                    touched.Add(entries[entry]);
        var counted = new List<(int, int)>();
        foreach (var other in touched)
        {
            if (counters[other] >= minPairCount)
                counted.Add((other, counters[other]));
            counters[other] = 0;
        }

        return counted;
    }

    private static PlaylistMatrix WithoutRare(List<TrackId> ids, bool[] isKept, List<int> all, List<int> starts, int minPairCount)
    {
        var renumbered = new int[ids.Count];
        var tracks = new List<TrackId>();
        for (var number = 0; number < ids.Count; number++)
        {
            renumbered[number] = isKept[number] ? tracks.Count : -1;
            if (isKept[number])
                tracks.Add(ids[number]);
        }

        var (entries, ends) = (new List<int>(), new int[starts.Count]);
        for (var playlist = 1; playlist < starts.Count; playlist++)
        {
            for (var i = starts[playlist - 1]; i < starts[playlist]; i++)
                if (renumbered[all[i]] is >= 0 and var number)
                    entries.Add(number);
            ends[playlist] = entries.Count;
        }

        return new PlaylistMatrix(tracks, [.. entries], ends, minPairCount);
    }
}
