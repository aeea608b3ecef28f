using System.Buffers.Binary;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Catalog;

/// <summary>
/// The table of audio features. A value says which of the features are known (a bit each, in the order of <see cref="AudioFeatures"/>), and then has
/// all of them, 0 where they are unknown: nine numbers of 8 bytes, key, mode and time signature of one byte, the length in milliseconds.
/// </summary>
public static class FeatureTable
{
    public const string Name = "features";

    public const int KeyBytes = TrackId.KeyLength;

    public const int ValueBytes = KeyAt + 3 + sizeof(long);

    internal const int NumbersAt = sizeof(ushort);

    internal const int KeyAt = NumbersAt + 9 * sizeof(double);

    public static void Write(Span<byte> value, AudioFeatures features)
    {
        value[..ValueBytes].Clear();
        var known = 0;
        Number(value, 0, features.Tempo);
        Number(value, 1, features.Energy);
        Number(value, 2, features.Danceability);
        Number(value, 3, features.Valence);
        Number(value, 4, features.Acousticness);
        Number(value, 5, features.Instrumentalness);
        Number(value, 6, features.Speechiness);
        Number(value, 7, features.Liveness);
        Number(value, 8, features.Loudness);
        Small(value, 9, features.Key);
        Small(value, 10, features.Mode);
        Small(value, 11, features.TimeSignature);
        if (features.DurationMs is { } duration)
        {
            known |= 1 << 12;
            BinaryPrimitives.WriteInt64LittleEndian(value[(KeyAt + 3)..], duration);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(value, (ushort)known);

        void Number(Span<byte> row, int index, double? number)
        {
            if (number is not { } there)
                return;
            known |= 1 << index;
            BinaryPrimitives.WriteDoubleLittleEndian(row[(NumbersAt + index * sizeof(double))..], there);
        }

        void Small(Span<byte> row, int index, int? number)
        {
            if (number is not { } there)
                return;
            known |= 1 << index;
            row[KeyAt + index - 9] = (byte)checked((sbyte)there);
        }
    }

    /// <exception cref="InvalidDataException">The value has another length.</exception>
    public static AudioFeatures Read(ReadOnlySpan<byte> value)
    {
        var row = new FeatureRow(value);
        return new AudioFeatures(
            row.Number(0), row.Number(1), row.Number(2), row.Number(3), row.Number(4), row.Number(5), row.Number(6), row.Number(7), row.Number(8),
            row.Small(9), row.Small(10), row.Small(11), row.Duration);
    }
}
