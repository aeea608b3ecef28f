using System.Buffers.Binary;

namespace SpotifyPlatform.Storage.Catalog;

/// <summary>The value of a track in the table of audio features; null is unknown.</summary>
public readonly ref struct FeatureRow
{
    private readonly ReadOnlySpan<byte> value;
    private readonly int known;

    /// <exception cref="InvalidDataException">The value has another length.</exception>
    public FeatureRow(ReadOnlySpan<byte> value)
    {
        if (value.Length != FeatureTable.ValueBytes)
            throw new InvalidDataException($"A row of features has {value.Length} bytes, not {FeatureTable.ValueBytes}. Delete the folder of the generation; it is built again.");
        this.value = value;
        known = BinaryPrimitives.ReadUInt16LittleEndian(value);
    }

    /// <summary>Milliseconds.</summary>
    public long? Duration => IsKnown(12) ? BinaryPrimitives.ReadInt64LittleEndian(value[(FeatureTable.KeyAt + 3)..]) : null;

    /// <param name="index">0 to 8: tempo to loudness, in the order of <see cref="Music.AudioFeatures"/>.</param>
    public double? Number(int index) => IsKnown(index) ? BinaryPrimitives.ReadDoubleLittleEndian(value[(FeatureTable.NumbersAt + index * sizeof(double))..]) : null;

    /// <param name="index">9 to 11: key, mode, time signature.</param>
    public int? Small(int index) => IsKnown(index) ? (sbyte)value[FeatureTable.KeyAt + index - 9] : null;

    private bool IsKnown(int index) => (known >> index & 1) != 0;
}
