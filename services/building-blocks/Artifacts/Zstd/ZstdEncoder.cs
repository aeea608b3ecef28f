namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>Encodes one zstd frame from spans into spans. Not thread-safe.</summary>
public sealed class ZstdEncoder : IDisposable
{
    private readonly EncoderHandle handle = new();

    /// <param name="level">1 (fast) to 19 (small); 3 is what the command line takes.</param>
    /// <param name="checksum">Whether the frame ends with a checksum of its content.</param>
    /// <param name="windowLog">Base-2 logarithm of the window in bytes, or 0 for the level's own.</param>
    public ZstdEncoder(int level = 3, bool checksum = true, int windowLog = 0)
    {
        if (handle.IsInvalid)
            throw new InvalidOperationException("libzstd could not allocate an encoder.");
        Set(NativeMethods.CompressionLevelParameter, level);
        Set(NativeMethods.ChecksumParameter, checksum ? 1 : 0);
        if (windowLog != 0)
            Set(NativeMethods.WindowLogParameter, windowLog);
    }

    /// <summary>Takes input in; what comes out may lag behind.</summary>
    public void Encode(ReadOnlySpan<byte> input, Span<byte> output, out int consumed, out int produced) =>
        Run(input, output, NativeMethods.ContinueDirective, out consumed, out produced);

    /// <summary>Writes out what was taken in so far. False: call again with more room.</summary>
    public bool Flush(Span<byte> output, out int produced) =>
        Run([], output, NativeMethods.FlushDirective, out _, out produced) == 0;

    /// <summary>Ends the frame; the next input begins another. False: call again with more room.</summary>
    public bool End(Span<byte> output, out int produced) =>
        Run([], output, NativeMethods.EndDirective, out _, out produced) == 0;

    public void Dispose() => handle.Dispose();

    private unsafe nuint Run(ReadOnlySpan<byte> input, Span<byte> output, int directive, out int consumed, out int produced)
    {
        fixed (byte* source = input)
        fixed (byte* target = output)
        {
            var from = new NativeMethods.Buffer { Data = source, Size = (nuint)input.Length };
            var to = new NativeMethods.Buffer { Data = target, Size = (nuint)output.Length };
            var left = Check(NativeMethods.Compress(handle, ref to, ref from, directive));
            consumed = (int)from.Position;
            produced = (int)to.Position;
            return left;
        }
    }

    private void Set(int parameter, int value) => Check(NativeMethods.SetEncoderParameter(handle, parameter, value));

    private static nuint Check(nuint code) => NativeMethods.IsError(code) == 0
        ? code
        : throw new InvalidOperationException($"libzstd refused to compress: {NativeMethods.ErrorName(code)}.");
}
