using SpotifyPlatform.Music;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Rows;

/// <summary>
/// Rows in columns, in blocks of <see cref="BlockScan.Rows"/>: unit vectors and filter attributes. A slot holds at most one row; the unit vector is
/// NaN if the slot has no row that can be found.
/// </summary>
internal abstract unsafe class RowSet(int dimensions) : IDisposable
{
    private ulong[] deleted = [];

    public int Dimensions => dimensions;

    /// <summary>Blocks of <c>dimensions x 16</c> floats.</summary>
    public float* Units { get; protected set; }

    /// <summary>See <see cref="RowAttributes"/>.</summary>
    public uint* Attributes { get; protected set; }

    /// <summary>Numbers in <see cref="Genres"/>.</summary>
    public uint* GenreSets { get; protected set; }

    public int Blocks { get; protected set; }

    public int Slots => Blocks * BlockScan.Rows;

    /// <summary>Rows that are neither deleted nor replaced.</summary>
    public int Live { get; protected set; }

    public abstract GenreTable Genres { get; }

    public abstract TrackId Id(int slot);

    /// <summary>See <see cref="PointRecord"/>.</summary>
    public abstract ReadOnlySpan<byte> Record(int slot);

    /// <summary>The slot of the live row of an id, or -1.</summary>
    public abstract int Find(TrackId id);

    /// <summary>Verifies the checksums of a range of blocks and, on request, of their attributes.</summary>
    public virtual void Verify(int block, int end, bool attributes)
    {
    }

    public bool IsDeleted(int slot) => slot >> 6 < deleted.Length && (deleted[slot >> 6] >> slot & 1) != 0;

    public bool IsLive(int slot) => (Attributes[slot] & RowAttributes.Present) != 0 && !IsDeleted(slot);

    /// <summary>Deletes a live row.</summary>
    public void MarkDeleted(int slot)
    {
        if (slot >> 6 >= deleted.Length)
            Array.Resize(ref deleted, (Math.Max(Slots, slot + 1) + 63) / 64);
        deleted[slot >> 6] |= 1UL << slot;
        Live--;
    }

    public float Unit(int slot, int dimension) => Units[((long)(slot / BlockScan.Rows) * dimensions + dimension) * BlockScan.Rows + slot % BlockScan.Rows];

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>Writes the unit vector of a row into its block; NaN for a zero vector, so that it is never found.</summary>
    protected static void PutUnit(float* units, int dimensions, int slot, ReadOnlySpan<float> vector)
    {
        var square = 0.0;
        foreach (var x in vector)
            square += (double)x * x;
        var scale = square > 0 ? 1 / Math.Sqrt(square) : double.NaN;
        var to = units + (long)(slot / BlockScan.Rows) * dimensions * BlockScan.Rows + slot % BlockScan.Rows;
        for (var d = 0; d < dimensions; d++)
            to[d * BlockScan.Rows] = Scaled(vector[d], scale);
    }

    /// <summary>Never 0 for a number that is not: weights can make the smallest number of a vector its only one.</summary>
    private static float Scaled(float number, double scale)
    {
        var scaled = (float)(number * scale);
        return scaled == 0 && number != 0 ? MathF.CopySign(float.Epsilon, number) : scaled;
    }
}
