using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Vectors.Rows;

/// <summary>
/// Serialised form of a point, the same in the tail and in the table: vector, flags, popularity, year, artist ids, optional ISRC and MBID,
/// then title, artist and genres as length and UTF-8. Numbers are little-endian.
/// </summary>
internal static class PointRecord
{
    /// <summary>Upper bound of a record; a track with its names and 1,549 numbers has about 7 KB.</summary>
    public const int MaxBytes = 1 << 20;

    private const byte IsExplicit = 1, HasYear = 2, HasIsrc = 4, HasMbid = 8;
    private const int IsrcLength = 12;

    /// <exception cref="ArgumentException">The point exceeds <see cref="MaxBytes"/>.</exception>
    public static byte[] Write(VectorPoint point)
    {
        var track = point.Payload;
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(MemoryMarshal.AsBytes<float>(point.Vector));
        writer.Write((byte)((track.Explicit ? IsExplicit : 0) | (track.Year is null ? 0 : HasYear) | (track.Isrc is null ? 0 : HasIsrc) | (point.Mbid is null ? 0 : HasMbid)));
        writer.Write(track.Popularity);
        writer.Write(track.Year ?? 0);
        writer.Write(track.ArtistIds.Count);
        foreach (var artist in track.ArtistIds)
            writer.Write(artist.ToKey());
        if (track.Isrc is { } isrc)
            writer.Write(Encoding.ASCII.GetBytes(isrc.Code));
        if (point.Mbid is { } mbid)
            writer.Write(mbid.ToBytes());
        foreach (var text in (IEnumerable<string>)[track.Title, track.Artist, .. track.Genres])
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            writer.Write(utf8.Length);
            writer.Write(utf8);
        }

        return bytes.Length <= MaxBytes ? bytes.ToArray() : throw new ArgumentException($"The point of {point.Id} has {bytes.Length} bytes; at most {MaxBytes} are stored.");
    }

    public static ReadOnlySpan<float> Vector(ReadOnlySpan<byte> record, int dimensions) => MemoryMarshal.Cast<byte, float>(record[..(dimensions * sizeof(float))]);

    /// <exception cref="InvalidDataException">The record is malformed.</exception>
    public static VectorPoint Read(TrackId id, ReadOnlySpan<byte> record, int dimensions)
    {
        var vector = Vector(Bounded(record, dimensions), dimensions).ToArray();
        var rest = record[(dimensions * sizeof(float))..];
        var flags = rest[0];
        var popularity = BinaryPrimitives.ReadInt32LittleEndian(rest[1..]);
        var year = BinaryPrimitives.ReadInt32LittleEndian(rest[5..]);
        var artists = new ArtistId[ArtistCount(rest)];
        rest = rest[13..];
        for (var i = 0; i < artists.Length; i++)
            artists[i] = ArtistId.FromKey(Take(ref rest, ArtistId.KeyLength));
        Isrc? isrc = (flags & HasIsrc) != 0
            ? Isrc.TryParse(Encoding.ASCII.GetString(Take(ref rest, IsrcLength)), out var code) ? code : throw Malformed()
            : null;
        Mbid? mbid = (flags & HasMbid) != 0 ? Mbid.FromBytes(Take(ref rest, Mbid.ByteLength)) : null;
        var (title, artist) = (Text(ref rest), Text(ref rest));
        var genres = new List<string>();
        while (!rest.IsEmpty)
            genres.Add(Text(ref rest));
        return new VectorPoint(
            id,
            vector,
            new TrackDescription(id, title, artist, popularity, (flags & HasYear) != 0 ? year : null, isrc, genres) { Explicit = (flags & IsExplicit) != 0, ArtistIds = artists },
            mbid);
    }

    /// <summary>Whether one of the record's artists is in a list; decodes only the artists.</summary>
    public static bool HasArtist(ReadOnlySpan<byte> record, int dimensions, IReadOnlyList<ArtistId> among)
    {
        var rest = Bounded(record, dimensions)[(dimensions * sizeof(float))..];
        var count = ArtistCount(rest);
        rest = rest[13..];
        for (; count > 0; count--)
            if (among.Contains(ArtistId.FromKey(Take(ref rest, ArtistId.KeyLength))))
                return true;
        return false;
    }

    private static ReadOnlySpan<byte> Bounded(ReadOnlySpan<byte> record, int dimensions) =>
        record.Length >= dimensions * sizeof(float) + 13 ? record : throw Malformed();

    private static int ArtistCount(ReadOnlySpan<byte> rest) =>
        BinaryPrimitives.ReadInt32LittleEndian(rest[9..]) is var count and >= 0 && count <= rest.Length / ArtistId.KeyLength ? count : throw Malformed();

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        if ((uint)length > (uint)rest.Length)
            throw Malformed();
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private static string Text(ref ReadOnlySpan<byte> rest) =>
        Encoding.UTF8.GetString(Take(ref rest, BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, sizeof(int)))));

    private static InvalidDataException Malformed() => new("A stored point is malformed; delete the folder of the generation of table vectors; the vectorizer builds it again.");
}
