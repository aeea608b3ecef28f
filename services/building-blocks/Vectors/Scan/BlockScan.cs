using System.Runtime.Intrinsics;

namespace SpotifyPlatform.Vectors.Scan;

/// <summary>
/// The scan kernels. A block holds 16 rows in columns: all first numbers, then all second ones and so on. A slot without a row that can be
/// found holds NaN, which no comparison accepts.
/// </summary>
internal abstract unsafe class BlockScan
{
    /// <summary>Rows of a block.</summary>
    public const int Rows = 16;

    /// <summary>Below this weighted squared length a row is scored in double precision, because its squares may have underflowed.</summary>
    public const float TinySquare = 8.2718061e-25f; // 2^-80

    public static BlockScan Portable { get; } = new BlockScan<Lanes128>();

    public static BlockScan Wide { get; } = new BlockScan<Lanes256>();

    public static BlockScan Widest { get; } = new BlockScan<Lanes512>();

    /// <summary>The widest kernel that this machine accelerates.</summary>
    public static BlockScan Best { get; } =
        Vector512.IsHardwareAccelerated ? Widest : Vector256.IsHardwareAccelerated ? Wide : Portable;

    /// <summary>Finds the next block with a row whose dot product with the query is at least the threshold.</summary>
    /// <param name="lanes">One bit for each such row of the block.</param>
    /// <param name="scores">The block's 16 dot products.</param>
    /// <returns>The block, or <paramref name="end"/> if there is none.</returns>
    public abstract int Next(float* units, int dimensions, float* query, int block, int end, float threshold, float* scores, out uint lanes);

    /// <summary>
    /// As <see cref="Next"/> under weights: dot(query, stretch u) / |stretch u|. A row that is not zero under the weights and whose stretched square is below
    /// <see cref="TinySquare"/> is reported too, with the score positive infinity, because single precision cannot score it.
    /// </summary>
    public abstract int NextStretched(
        float* units, int dimensions, float* query, float* stretch, int block, int end, float threshold, float* scores, out uint lanes);

    /// <summary>The row with the largest dot product; within a lane, the first of equal ones.</summary>
    public abstract int Nearest(float* units, int dimensions, float* query, int blocks);

    /// <summary>The dot products of all rows and, under weights, the lengths of the stretched rows.</summary>
    public abstract void All(float* units, int dimensions, float* query, float* stretch, int blocks, float* scores, float* lengths);
}
