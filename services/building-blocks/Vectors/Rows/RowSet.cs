using SpotifyPlatform.Music;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Rows;

/// <summary>
/// Rows in columns, in blocks of <see cref="BlockScan.Rows"/>: the unit vectors, and what filters test of each row. A slot is a place for a row;
/// one without a findable row has NaN for its unit vector.
/// </summary>
internal abstract unsafe class RowSet(int dimensions) : IDisposable
{
    private ulong[] dead = [];

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

    /// <summary>See <see cref="Files.PointRecord"/>.</summary>
    public abstract ReadOnlySpan<byte> Record(int slot);

    /// <summary>Where a live row of this id stands, or -1.</summary>
    public abstract int Find(TrackId id);

    /// <summary>Sees to it that a run of blocks, and with a filter their attributes, is what was written.</summary>
    public virtual void Verify(int block, int end, bool attributes)
    {
    }

    public bool IsDead(int slot) => slot >> 6 < dead.Length && (dead[slot >> 6] >> slot & 1) != 0;

    public bool IsLive(int slot) => (Attributes[slot] & RowAttributes.Present) != 0 && !IsDead(slot);

    /// <summary>Takes a live row out.</summary>
    public void Kill(int slot)
    {
        if (slot >> 6 >= dead.Length)
            Array.Resize(ref dead, (Math.Max(Slots, slot + 1) + 63) / 64);
        dead[slot >> 6] |= 1UL << slot;
        Live--;
    }

    public float Unit(int slot, int dimension) => Units[((long)(slot / BlockScan.Rows) * dimensions + dimension) * BlockScan.Rows + slot % BlockScan.Rows];

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>A row's unit vector into its block; NaN where the vector is zero, so that it is never found.</summary>
    protected static void PutUnit(float* units, int dimensions, int slot, ReadOnlySpan<float> vector)
    {
        var square = 0.0;
        foreach (var x in vector)
            square += (double)x * x;
        var scale = square > 0 ? 1 / Math.Sqrt(square) : double.NaN;
        var to = units + (long)(slot / BlockScan.Rows) * dimensions * BlockScan.Rows + slot % BlockScan.Rows;
        for (var d = 0; d < dimensions; d++)
            to[d * BlockScan.Rows] = (float)(vector[d] * scale);
    }
}
