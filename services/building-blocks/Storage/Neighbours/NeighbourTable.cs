using System.Buffers.Binary;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Neighbours;

/// <summary>The table of precomputed neighbours: a row for each seed. Its value has the nearest tracks, best first: id and score.</summary>
public static class NeighbourTable
{
    public const string Name = "neighbours";

    public const int KeyBytes = TrackId.KeyLength;

    /// <summary>The input that is table vectors.</summary>
    public const string Vectors = "vectors";

    private const int EntryBytes = TrackId.KeyLength + sizeof(double);

    public static byte[] Write(IReadOnlyList<Neighbour> neighbours)
    {
        var value = new byte[neighbours.Count * EntryBytes];
        for (var i = 0; i < neighbours.Count; i++)
        {
            BinaryPrimitives.WriteUInt128BigEndian(value.AsSpan(i * EntryBytes), neighbours[i].Id.Value);
            BinaryPrimitives.WriteDoubleLittleEndian(value.AsSpan(i * EntryBytes + TrackId.KeyLength), neighbours[i].Score);
        }

        return value;
    }

    public static Neighbour[] Read(ReadOnlySpan<byte> value)
    {
        var neighbours = new Neighbour[value.Length / EntryBytes];
        for (var i = 0; i < neighbours.Length; i++)
        {
            var entry = value.Slice(i * EntryBytes, EntryBytes);
            neighbours[i] = new Neighbour(TrackId.FromKey(entry[..TrackId.KeyLength]), BinaryPrimitives.ReadDoubleLittleEndian(entry[TrackId.KeyLength..]));
        }

        return neighbours;
    }
}
