using System.Buffers.Binary;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Collects the tracks of one playlist after another into baskets. Memory is bounded by the longest basket allowed.</summary>
/// <param name="maxTracks">Distinct tracks in a basket; a longer playlist is left out.</param>
internal sealed class BasketBuilder(int maxTracks, DropCounts dropped)
{
    private UInt128[] ids = new UInt128[256];
    private byte[] popularities = new byte[256];
    private int count;
    private TrackId playlist;
    private long repeated;
    private bool tooLong;

    public void Begin(TrackId id)
    {
        (playlist, repeated, tooLong) = (id, 0, false);
        count = 0;
    }

    public void Add(TrackId id, byte popularity)
    {
        if (tooLong)
            return;
        if (count == ids.Length)
        {
            Array.Resize(ref ids, 2 * count);
            Array.Resize(ref popularities, 2 * count);
        }

        (ids[count], popularities[count]) = (id.Value, popularity);
        if (++count > 2 * maxTracks)
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
        if (count == 0)
        {
            dropped.Add(DropReasons.PlaylistEmpty);
            return null;
        }

        var keys = new byte[count * TrackId.KeyLength];
        for (var i = 0; i < count; i++)
            BinaryPrimitives.WriteUInt128BigEndian(keys.AsSpan(i * TrackId.KeyLength), ids[i]);
        return new ExtractedBasket(playlist, keys, popularities.AsSpan(0, count).ToArray());
    }

    /// <returns>How many tracks are left.</returns>
    private int Distinct()
    {
        ids.AsSpan(0, count).Sort(popularities.AsSpan(0, count));
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            if (kept == 0 || ids[kept - 1] != ids[i])
            {
                (ids[kept], popularities[kept]) = (ids[i], popularities[i]);
                kept++;
                continue;
            }

            // Of one id that has several row numbers, and so perhaps several popularities, the highest stays.
            popularities[kept - 1] = Math.Max(popularities[kept - 1], popularities[i]);
            repeated++;
        }

        return count = kept;
    }
}
