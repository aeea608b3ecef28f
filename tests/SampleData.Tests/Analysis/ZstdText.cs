using System.Runtime.InteropServices;
using System.Text;

namespace SpotifyPlatform.SampleData.Tests.Analysis;

/// <summary>Decodes a small zstd file through the system's library.</summary>
internal static unsafe partial class ZstdText
{
    public static string[] Lines(string path)
    {
        var packed = File.ReadAllBytes(path);
        var context = ZSTD_createDCtx();
        using var text = new MemoryStream();
        var buffer = new byte[1 << 17];
        fixed (byte* source = packed)
        fixed (byte* target = buffer)
        {
            var input = new Span { Data = source, Size = (nuint)packed.Length };
            nuint left;
            do
            {
                var output = new Span { Data = target, Size = (nuint)buffer.Length };
                left = ZSTD_decompressStream(context, &output, &input);
                Assert.True(left <= 1 << 20, "zstd refuses the file");
                text.Write(buffer, 0, (int)output.Position);
            }
            while (left != 0 || input.Position < input.Size);
        }

        _ = ZSTD_freeDCtx(context);
        return Encoding.UTF8.GetString(text.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [LibraryImport("libzstd.so.1")]
    private static partial nint ZSTD_createDCtx();

    [LibraryImport("libzstd.so.1")]
    private static partial nuint ZSTD_freeDCtx(nint context);

    [LibraryImport("libzstd.so.1")]
    private static partial nuint ZSTD_decompressStream(nint context, Span* output, Span* input);

    [StructLayout(LayoutKind.Sequential)]
    private struct Span
    {
        public byte* Data;
        public nuint Size;
        public nuint Position;
    }
}
