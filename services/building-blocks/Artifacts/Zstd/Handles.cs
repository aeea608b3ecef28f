using System.Runtime.InteropServices;

namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>Owns a ZSTD_DCtx.</summary>
internal sealed class DecoderHandle : SafeHandle
{
    public DecoderHandle()
        : base(0, ownsHandle: true) => SetHandle(NativeMethods.CreateDecoder());

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => NativeMethods.FreeDecoder(handle) == 0;
}

/// <summary>Owns a ZSTD_CCtx.</summary>
internal sealed class EncoderHandle : SafeHandle
{
    public EncoderHandle()
        : base(0, ownsHandle: true) => SetHandle(NativeMethods.CreateEncoder());

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => NativeMethods.FreeEncoder(handle) == 0;
}
