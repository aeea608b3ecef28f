using System.Buffers.Binary;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.CooccurrenceMiner.Sqlite;

/// <summary>The baskets of a batch as three blobs: how many tracks each has (32 bits, little-endian), all keys, all popularities.</summary>
internal static class BasketBlobs
{
    public static (byte[] Sizes, byte[] TrackIds, byte[] Popularities) Join(IReadOnlyList<Basket> baskets)
    {
        var sizes = new byte[sizeof(int) * baskets.Count];
        var trackIds = new byte[baskets.Sum(basket => basket.TrackKeys.Length)];
        var popularities = new byte[baskets.Sum(basket => basket.Count)];
        var track = 0;
        for (var i = 0; i < baskets.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(sizes.AsSpan(sizeof(int) * i), baskets[i].Count);
            baskets[i].TrackKeys.CopyTo(trackIds.AsMemory(track * TrackId.KeyLength));
            baskets[i].Popularities.CopyTo(popularities.AsMemory(track));
            track += baskets[i].Count;
        }

        return (sizes, trackIds, popularities);
    }

    public static void Split(ReadOnlySpan<byte> sizes, ReadOnlySpan<byte> trackIds, ReadOnlySpan<byte> popularities, BasketVisitor visit)
    {
        for (; !sizes.IsEmpty; sizes = sizes[sizeof(int)..])
        {
            var count = BinaryPrimitives.ReadInt32LittleEndian(sizes);
            visit(trackIds[..(count * TrackId.KeyLength)], popularities[..count]);
            trackIds = trackIds[(count * TrackId.KeyLength)..];
            popularities = popularities[count..];
        }
    }
}
