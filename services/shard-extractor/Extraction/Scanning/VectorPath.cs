using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>Which loop skips values. All give the same rows and refusals.</summary>
internal enum VectorPath
{
    Scalar,
    Vector128,
    Vector256,
    Avx512,
}

internal static class VectorPaths
{
    public static VectorPath Best { get; } =
        IsSupported(VectorPath.Avx512) ? VectorPath.Avx512
        : IsSupported(VectorPath.Vector256) ? VectorPath.Vector256
        : IsSupported(VectorPath.Vector128) ? VectorPath.Vector128
        : VectorPath.Scalar;

    public static bool IsSupported(VectorPath path) => path switch
    {
        VectorPath.Avx512 => Avx512BW.IsSupported && Avx512Vbmi2.IsSupported && Pclmulqdq.IsSupported,
        VectorPath.Vector256 => Vector256.IsHardwareAccelerated,
        VectorPath.Vector128 => Vector128.IsHardwareAccelerated,
        _ => true,
    };
}
