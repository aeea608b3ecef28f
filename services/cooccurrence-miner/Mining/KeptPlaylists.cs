using System.Runtime.InteropServices;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>The playlists that count, with tracks numbered in the order of their first appearance.</summary>
internal sealed class KeptPlaylists(MiningRules rules)
{
    private readonly Dictionary<TrackId, int> numbers = [];
    private readonly List<TrackTally> tallies = [];
    private readonly List<int[]> playlists = [];

    public int TooShort { get; private set; }

    public int TooLong { get; private set; }

    /// <summary>By the tracks' numbers.</summary>
    public IReadOnlyList<TrackTally> Tallies => tallies;

    /// <summary>Hands over the numbers of the tracks of each playlist; none stay here, so that a renumbering can let go of each.</summary>
    public int[][] TakePlaylists()
    {
        var taken = playlists.ToArray();
        playlists.Clear();
        return taken;
    }

    public void Add(Basket basket)
    {
        if (basket.Count < rules.MinPlaylistTracks)
            TooShort++;
        else if (basket.Count > rules.MaxPlaylistTracks)
            TooLong++;
        else
            playlists.Add(Number(basket));
    }

    private int[] Number(Basket basket)
    {
        var tracks = new int[basket.Count];
        for (var i = 0; i < tracks.Length; i++)
        {
            tracks[i] = NumberOf(basket.Track(i));
            ref var tally = ref CollectionsMarshal.AsSpan(tallies)[tracks[i]];
            tally.Playlists++;

            // One catalogue gives one popularity; should baskets disagree, the highest does not depend on their order.
            tally.Popularity = Math.Max(tally.Popularity, basket.Popularities.Span[i]);
        }

        return tracks;
    }

    private int NumberOf(TrackId track)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, track, out var known);
        if (!known)
        {
            number = tallies.Count;
            tallies.Add(new TrackTally { Id = track });
        }

        return number;
    }
}

internal struct TrackTally
{
    public TrackId Id;

    /// <summary>Kept playlists that hold the track.</summary>
    public int Playlists;

    public byte Popularity;
}
