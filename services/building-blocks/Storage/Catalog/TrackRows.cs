using System.Buffers.Binary;
using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Storage.Catalog;

/// <summary>Reads tables whose key is a track's id.</summary>
public static class TrackRows
{
    /// <param name="value">Valid during the call alone.</param>
    public delegate void Found(TrackId id, ReadOnlySpan<byte> value);

    /// <summary>Finds the rows of tracks, each once, in any order.</summary>
    public static void FindTracks(this Table table, IReadOnlyCollection<TrackId> ids, Found found)
    {
        if (ids.Count == 0)
            return;
        var keys = new byte[ids.Count * TrackId.KeyLength];
        var distinct = ids.Count == 1 ? [.. ids] : ids.Distinct().ToArray();
        for (var i = 0; i < distinct.Length; i++)
            BinaryPrimitives.WriteUInt128BigEndian(keys.AsSpan(i * TrackId.KeyLength), distinct[i].Value);
        table.FindMany(keys.AsSpan(0, distinct.Length * TrackId.KeyLength), (value, index) => found(distinct[index], value));
    }
}
