using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>The few functions of libzstd's stable interface that this block calls (zstd.h, 1.4 and later).</summary>
internal static unsafe partial class NativeMethods
{
    public const int WindowLogMaxParameter = 100;
    public const int CompressionLevelParameter = 100;
    public const int WindowLogParameter = 101;
    public const int ChecksumParameter = 201;
    public const int ContinueDirective = 0;
    public const int FlushDirective = 1;
    public const int EndDirective = 2;

    private const string Library = "zstd";
    private static readonly string[] BlockInterface =
        ["ZSTD_decompressBegin", "ZSTD_nextSrcSizeToDecompress", "ZSTD_decompressContinue", "ZSTD_decodingBufferSize_min"];

    private static readonly string[] Names = ["libzstd.so.1", "libzstd.so", "libzstd.1.dylib", "libzstd.dll", "zstd"];

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer have the same three fields.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Buffer
    {
        public byte* Data;
        public nuint Size;
        public nuint Position;
    }

    [LibraryImport(Library, EntryPoint = "ZSTD_createDCtx")]
    public static partial nint CreateDecoder();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDCtx")]
    public static partial nuint FreeDecoder(nint context);

    [LibraryImport(Library, EntryPoint = "ZSTD_DCtx_setParameter")]
    public static partial nuint SetDecoderParameter(DecoderHandle context, int parameter, int value);

    [LibraryImport(Library, EntryPoint = "ZSTD_decompressStream")]
    public static partial nuint Decompress(DecoderHandle context, ref Buffer output, ref Buffer input);

    // The next four are libzstd's bufferless interface: not promised to stay, so HasBlockInterface is asked first.
    [LibraryImport(Library, EntryPoint = "ZSTD_decompressBegin")]
    public static partial nuint BeginFrame(DecoderHandle context);

    [LibraryImport(Library, EntryPoint = "ZSTD_nextSrcSizeToDecompress")]
    public static partial nuint NextInputSize(DecoderHandle context);

    [LibraryImport(Library, EntryPoint = "ZSTD_decompressContinue")]
    public static partial nuint Continue(DecoderHandle context, byte* target, nuint capacity, byte* source, nuint size);

    [LibraryImport(Library, EntryPoint = "ZSTD_decodingBufferSize_min")]
    public static partial nuint WindowBufferSize(ulong windowSize, ulong contentSize);

    [LibraryImport(Library, EntryPoint = "ZSTD_createCCtx")]
    public static partial nint CreateEncoder();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeCCtx")]
    public static partial nuint FreeEncoder(nint context);

    [LibraryImport(Library, EntryPoint = "ZSTD_CCtx_setParameter")]
    public static partial nuint SetEncoderParameter(EncoderHandle context, int parameter, int value);

    [LibraryImport(Library, EntryPoint = "ZSTD_compressStream2")]
    public static partial nuint Compress(EncoderHandle context, ref Buffer output, ref Buffer input, int directive);

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    public static partial uint IsError(nuint code);

    [LibraryImport(Library, EntryPoint = "ZSTD_getErrorCode")]
    public static partial int ErrorCode(nuint code);

    [LibraryImport(Library, EntryPoint = "ZSTD_getErrorName")]
    private static partial byte* ErrorNamePointer(nuint code);

    [LibraryImport(Library, EntryPoint = "ZSTD_versionNumber")]
    public static partial uint VersionNumber();

    /// <summary>Whether this libzstd exports the bufferless interface.</summary>
    public static bool HasBlockInterface { get; } = FindBlockInterface();

    public static string ErrorName(nuint code) => Marshal.PtrToStringUTF8((nint)ErrorNamePointer(code)) ?? "unknown error";

    // A module initializer, because the resolver must stand before the first import of any type is bound.
#pragma warning disable CA2255 // The one use of a module initializer in a library that has no better hook.
    [ModuleInitializer]
    public static void RegisterResolver() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);
#pragma warning restore CA2255

    private static bool FindBlockInterface()
    {
        var library = Resolve(Library, typeof(NativeMethods).Assembly, null);
        return BlockInterface.All(name => NativeLibrary.TryGetExport(library, name, out _));
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
            return 0;
        foreach (var candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var handle))
                return handle;
        }

        throw new DllNotFoundException(
            "The zstd library (libzstd.so.1) is not installed. On Debian or Ubuntu: apt-get install libzstd1");
    }
}
