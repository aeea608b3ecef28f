using System.Runtime.Intrinsics;

namespace SpotifyPlatform.Vectors.Scan;

/// <summary>
/// The loops over blocks: 16 rows each, all first numbers, then all second ones and so on. A place without a findable row holds
/// NaN, which is never at or above anything.
/// </summary>
internal abstract unsafe class BlockScan
{
    /// <summary>Rows of a block.</summary>
    public const int Rows = 16;

    /// <summary>Under this weighted square length a row is scored from its own vector: squares may have been lost below the smallest float.</summary>
    public const float TinySquare = 8.2718061e-25f; // 2^-80

    public static BlockScan Portable { get; } = new BlockScan<Lanes128>();

    public static BlockScan Wide { get; } = new BlockScan<Lanes256>();

    public static BlockScan Widest { get; } = new BlockScan<Lanes512>();

    /// <summary>The widest that this machine has.</summary>
    public static BlockScan Best { get; } =
        Vector512.IsHardwareAccelerated ? Widest : Vector256.IsHardwareAccelerated ? Wide : Portable;

    /// <summary>Looks for the next block with a row whose dot product with the query is at or above a threshold.</summary>
    /// <param name="lanes">A bit for each such row of the block.</param>
    /// <param name="scores">The block's 16 dot products.</param>
    /// <returns>The block, or <paramref name="end"/>.</returns>
    public abstract int Next(float* units, int dimensions, float* query, int block, int end, float threshold, float* scores, out uint lanes);

    /// <summary>
    /// As <see cref="Next"/> under weights: dot(query, stretch u) / |stretch u|. A row whose stretched square is not zero but below
    /// <see cref="TinySquare"/> is reported too, with the score of positive infinity: it cannot be told in single precision.
    /// </summary>
    public abstract int NextStretched(
        float* units, int dimensions, float* query, float* stretch, int block, int end, float threshold, float* scores, out uint lanes);

    /// <summary>The row of the largest dot product, the first of equal ones in a lane.</summary>
    public abstract int Nearest(float* units, int dimensions, float* query, int blocks);

    /// <summary>Dot products, and under weights the lengths of the stretched rows, of every row.</summary>
    public abstract void All(float* units, int dimensions, float* query, float* stretch, int blocks, float* scores, float* lengths);
}
