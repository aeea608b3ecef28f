using System.Runtime.InteropServices;

namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>Decodes with the system's libzstd.</summary>
internal sealed unsafe class LibzstdContext : ZstdContext
{
    private readonly Libzstd library;

    public LibzstdContext(Libzstd library)
    {
        this.library = library;
        SetHandle(library.CreateContext());
    }

    public override nuint WindowBufferSize(ulong windowSize) => library.WindowBufferSize(windowSize, UnknownContentSize);

    public override nuint BeginFrame() => library.BeginFrame(handle);

    public override nuint NextInputSize() => library.NextInputSize(handle);

    public override nuint Continue(byte* target, nuint capacity, byte* source, nuint size) => library.Continue(handle, target, capacity, source, size);

    public override int ErrorCode(nuint result) => library.ErrorCode(result);

    public override string ErrorName(nuint result) => Marshal.PtrToStringUTF8((nint)library.ErrorName(result)) ?? "unknown error";

    protected override bool ReleaseHandle() => library.FreeContext(handle) == 0;
}
