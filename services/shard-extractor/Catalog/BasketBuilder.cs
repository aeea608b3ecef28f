using System.Buffers.Binary;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Collects the tracks of one playlist after another into baskets. Memory is bounded by the longest basket allowed.</summary>
/// <param name="maxTracks">Distinct tracks in a basket; a longer playlist is left out.</param>
internal sealed class BasketBuilder(int maxTracks, DropCounts dropped)
{
    private readonly List<(TrackId Id, byte Popularity)> tracks = [];
    private TrackId playlist;
    private long repeated;
    private bool tooLong;

    public void Begin(TrackId id)
    {
        (playlist, repeated, tooLong) = (id, 0, false);
        tracks.Clear();
    }

    public void Add(TrackId id, byte popularity)
    {
        if (tooLong)
            return;
        tracks.Add((id, popularity));
        if (tracks.Count > 2 * maxTracks)
            tooLong = Distinct() > maxTracks;
    }

    /// <summary>The basket; null when the playlist is left out.</summary>
    public ExtractedBasket? End()
    {
        if (tooLong || Distinct() > maxTracks)
        {
            dropped.Add(DropReasons.PlaylistTooLong);
            return null;
        }

        if (repeated > 0)
            dropped.Add(DropReasons.Repeated, repeated);
        if (tracks.Count == 0)
        {
            dropped.Add(DropReasons.PlaylistEmpty);
            return null;
        }

        var keys = new byte[tracks.Count * TrackId.KeyLength];
        var popularities = new byte[tracks.Count];
        for (var i = 0; i < tracks.Count; i++)
        {
            BinaryPrimitives.WriteUInt128BigEndian(keys.AsSpan(i * TrackId.KeyLength), tracks[i].Id.Value);
            popularities[i] = tracks[i].Popularity;
        }

        return new ExtractedBasket(playlist, keys, popularities);
    }

    private int Distinct()
    {
        // Of one id that has several row numbers, and so perhaps several popularities, the highest stays.
        tracks.Sort(static (a, b) => a.Id != b.Id ? a.Id.CompareTo(b.Id) : b.Popularity.CompareTo(a.Popularity));
        var kept = 0;
        for (var i = 0; i < tracks.Count; i++)
        {
            if (kept > 0 && tracks[kept - 1].Id == tracks[i].Id)
                repeated++;
            else
                tracks[kept++] = tracks[i];
        }

        tracks.RemoveRange(kept, tracks.Count - kept);
        return kept;
    }
}
