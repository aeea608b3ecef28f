using System.Buffers.Binary;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Catalog;

/// <summary>
/// The table of tracks: a row for each track of the catalogue. What jobs scan for stands at fixed places at the start of the value: ISRC,
/// popularity, flags, release year, length. <see cref="TrackText"/> follows.
/// </summary>
public static class TrackTable
{
    public const string Name = "tracks";

    public const int KeyBytes = TrackId.KeyLength;

    public const int IsrcBytes = 12;

    internal const int PopularityAt = IsrcBytes;

    internal const int FlagsAt = PopularityAt + 1;

    internal const int YearAt = FlagsAt + 1;

    internal const int DurationAt = YearAt + sizeof(ushort);

    /// <summary>Where <see cref="TrackText"/> begins.</summary>
    public const int TextAt = DurationAt + sizeof(long);

    internal const byte ExplicitFlag = 1;

    internal const byte PopularityUnknownFlag = 2;

    internal const byte ExplicitUnknownFlag = 4;

    /// <summary>Makes a value.</summary>
    /// <param name="isrc">12 ASCII characters, or empty for none.</param>
    /// <param name="popularity">0 to 100, or null.</param>
    /// <param name="isExplicit">Null where it is unknown.</param>
    /// <param name="durationMs">0 where it is unknown.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">The value is longer than <paramref name="value"/>, or the ISRC has another length.</exception>
    public static int Write(Span<byte> value, ReadOnlySpan<byte> isrc, int? popularity, bool? isExplicit, long durationMs, TrackText text)
    {
        WriteFixed(value, isrc, popularity, isExplicit, ReleaseYear.Of(text.ReleaseDate), durationMs);
        var length = text.CalculateSize();
        text.WriteTo(value.Slice(TextAt, length));
        return TextAt + length;
    }

    /// <summary>Writes the fields before <see cref="TextAt"/>, for a writer that has the text as bytes.</summary>
    /// <param name="year">Of the release, or null.</param>
    /// <inheritdoc cref="Write"/>
    public static void WriteFixed(Span<byte> value, ReadOnlySpan<byte> isrc, int? popularity, bool? isExplicit, int? year, long durationMs)
    {
        if (isrc.Length is not (0 or IsrcBytes))
            throw new ArgumentException($"An ISRC has {IsrcBytes} characters, not {isrc.Length}.", nameof(isrc));
        value[..TextAt].Clear();
        isrc.CopyTo(value);
        value[PopularityAt] = (byte)(popularity ?? 0);
        value[FlagsAt] = (byte)((isExplicit == true ? ExplicitFlag : 0) | (isExplicit is null ? ExplicitUnknownFlag : 0) | (popularity is null ? PopularityUnknownFlag : 0));
        BinaryPrimitives.WriteUInt16LittleEndian(value[YearAt..], (ushort)(year ?? 0));
        BinaryPrimitives.WriteInt64LittleEndian(value[DurationAt..], durationMs);
    }

    /// <summary>Bytes of the value of a track.</summary>
    public static int ValueBytes(TrackText text) => TextAt + text.CalculateSize();
}
