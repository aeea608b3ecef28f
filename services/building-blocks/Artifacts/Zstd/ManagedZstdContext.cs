using ZstdSharp.Unsafe;

namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>Decodes with ZstdSharp, which needs no native library.</summary>
internal sealed unsafe class ManagedZstdContext : ZstdContext
{
    public ManagedZstdContext() => SetHandle((nint)Methods.ZSTD_createDCtx());

    private ZSTD_DCtx_s* Context => (ZSTD_DCtx_s*)handle;

    public override nuint WindowBufferSize(ulong windowSize) => Methods.ZSTD_decodingBufferSize_min(windowSize, UnknownContentSize);

    public override nuint BeginFrame() => Methods.ZSTD_decompressBegin(Context);

    public override nuint NextInputSize() => Methods.ZSTD_nextSrcSizeToDecompress(Context);

    public override nuint Continue(byte* target, nuint capacity, byte* source, nuint size) =>
        Methods.ZSTD_decompressContinue(Context, target, capacity, source, size);

    public override int ErrorCode(nuint result) => (int)Methods.ZSTD_getErrorCode(result);

    public override string ErrorName(nuint result) => Methods.ZSTD_getErrorName(result);

    protected override bool ReleaseHandle() => Methods.ZSTD_freeDCtx(Context) == 0;
}
