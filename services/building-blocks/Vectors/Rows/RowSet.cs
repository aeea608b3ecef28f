using SpotifyPlatform.Music;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Rows;

/// <summary>
/// Rows in columns, in blocks of <see cref="BlockScan.Rows"/>: unit vectors and filter attributes. A slot holds at most one row; the unit vector is
/// NaN if the slot has no row that can be found.
/// </summary>
internal abstract unsafe class RowSet(int dimensions) : IDisposable
{
    public int Dimensions => dimensions;

    /// <summary>Blocks of <c>dimensions x 16</c> floats.</summary>
    public float* Units { get; protected set; }

    /// <summary>See <see cref="RowAttributes"/>.</summary>
    public uint* Attributes { get; protected set; }

    /// <summary>Numbers in <see cref="Genres"/>.</summary>
    public uint* GenreSets { get; protected set; }

    public int Blocks { get; protected set; }

    public int Slots => Blocks * BlockScan.Rows;

    /// <summary>Rows.</summary>
    public int Count { get; protected set; }

    public abstract GenreTable Genres { get; }

    public abstract TrackId Id(int slot);

    /// <summary>See <see cref="PointRecord"/>.</summary>
    public abstract ReadOnlySpan<byte> Record(int slot);

    /// <summary>The slot of an id, or -1.</summary>
    public abstract int Find(TrackId id);

    public abstract void Dispose();
}
