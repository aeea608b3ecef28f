using System.Runtime.InteropServices;

namespace SpotifyPlatform.SampleData.Output;

/// <summary>A new file that compresses what is written to it as one zstd frame, level 3, on one thread: equal input, equal bytes.</summary>
internal sealed unsafe partial class ZstdFile : Stream
{
    private const string Library = "libzstd.so.1";
    private const int Continue = 0;
    private const int End = 2;
    private readonly FileStream file;
    private readonly byte[] buffer = new byte[131_072];
    private nint context;

    public ZstdFile(string path)
    {
        file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        context = ZSTD_createCCtx();
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public static void Compress(string source, string target)
    {
        using var input = File.OpenRead(source);
        using var output = new ZstdFile(target);
        input.CopyTo(output, 1 << 20);
    }

    public override void Write(ReadOnlySpan<byte> data) => Pump(data, Continue);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (context != 0)
        {
            if (disposing)
                Pump([], End);
            _ = ZSTD_freeCCtx(context);
            context = 0;
        }

        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    private void Pump(ReadOnlySpan<byte> data, int directive)
    {
        fixed (byte* source = data)
        fixed (byte* target = buffer)
        {
            var input = new Span { Data = source, Size = (nuint)data.Length };
            nuint left;
            do
            {
                var output = new Span { Data = target, Size = (nuint)buffer.Length };
                left = ZSTD_compressStream2(context, &output, &input, directive);
                if (ZSTD_isError(left) != 0)
                    throw new IOException("zstd could not compress.");
                file.Write(buffer.AsSpan(0, (int)output.Position));
            }
            while (directive == End ? left != 0 : input.Position < input.Size);
        }
    }

    [LibraryImport(Library)]
    private static partial nint ZSTD_createCCtx();

    [LibraryImport(Library)]
    private static partial nuint ZSTD_freeCCtx(nint context);

    [LibraryImport(Library)]
    private static partial nuint ZSTD_compressStream2(nint context, Span* output, Span* input, int directive);

    [LibraryImport(Library)]
    private static partial uint ZSTD_isError(nuint code);

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer, which look alike.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Span
    {
        public byte* Data;
        public nuint Size;
        public nuint Position;
    }
}
