using System.Runtime.InteropServices;

namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>
/// The functions of libzstd (zstd.h, 1.4 and later) that decode block by block. Half of them belong to an interface that libzstd
/// does not promise to keep, so a library without one of them counts as absent.
/// </summary>
internal sealed unsafe class Libzstd
{
    private static readonly string[] Names = ["libzstd.so.1", "libzstd.so", "libzstd.1.dylib", "libzstd.dll", "zstd"];
    private static readonly Lazy<Libzstd?> Library = new(Load);

    private Libzstd(nint library)
    {
        CreateContext = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createDCtx");
        FreeContext = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_freeDCtx");
        BeginFrame = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_decompressBegin");
        NextInputSize = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_nextSrcSizeToDecompress");
        Continue = (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint>)NativeLibrary.GetExport(library, "ZSTD_decompressContinue");
        WindowBufferSize = (delegate* unmanaged<ulong, ulong, nuint>)NativeLibrary.GetExport(library, "ZSTD_decodingBufferSize_min");
        ErrorCode = (delegate* unmanaged<nuint, int>)NativeLibrary.GetExport(library, "ZSTD_getErrorCode");
        ErrorName = (delegate* unmanaged<nuint, byte*>)NativeLibrary.GetExport(library, "ZSTD_getErrorName");
    }

    /// <summary>The installed libzstd, or null where there is none that serves.</summary>
    public static Libzstd? Loaded => Library.Value;

    public readonly delegate* unmanaged<nint> CreateContext;
    public readonly delegate* unmanaged<nint, nuint> FreeContext;
    public readonly delegate* unmanaged<nint, nuint> BeginFrame;
    public readonly delegate* unmanaged<nint, nuint> NextInputSize;
    public readonly delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint> Continue;
    public readonly delegate* unmanaged<ulong, ulong, nuint> WindowBufferSize;
    public readonly delegate* unmanaged<nuint, int> ErrorCode;
    public readonly delegate* unmanaged<nuint, byte*> ErrorName;

    private static Libzstd? Load()
    {
        foreach (var name in Names)
        {
            if (!NativeLibrary.TryLoad(name, typeof(Libzstd).Assembly, null, out var library))
                continue;
            try
            {
                return new Libzstd(library);
            }
            catch (EntryPointNotFoundException)
            {
                NativeLibrary.Free(library);
            }
        }

        return null;
    }
}
