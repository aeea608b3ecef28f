using System.Globalization;
using System.Text;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.Benchmarks.Extract;

/// <summary>
/// <c>hostile extract</c>: shards that try to exhaust memory or time, at full size and with the default limits. Each is read by its
/// own process, whose time and peak memory are printed.
/// </summary>
internal static class HostileVerb
{
    private const int Megabyte = 1 << 20;

    private static readonly (string Name, Action<Stream> Write, int Level, string Expected)[] Cases =
    [
        ("zstd bomb, 1 GiB of zeros at level 19", stream => Repeat(stream, new byte[Megabyte], 1024), 19, "refused ratio_too_high"),
        ("one line of 1 GiB", stream => InGoodLines(stream, middle => Wrapped(middle, "{\"x\":["u8, '0', 1024, "]}"u8)), 1, "complete line_too_long"),
        ("a string of 200 MiB", stream => InGoodLines(stream, middle => Wrapped(middle, "{\"x\":\""u8, 'a', 200, "\"}"u8)), 1, "complete line_too_long"),
        ("100,000 brackets deep", stream => InGoodLines(stream, Nested), 1, "complete too_deep"),
    ];

    public static int Run()
    {
        var folder = Directory.CreateTempSubdirectory("hostile-extract-").FullName;
        var failed = false;
        try
        {
            foreach (var (name, write, level, expected) in Cases)
            {
                var path = Path.Combine(folder, "00.jsonl.zst");
                using (var zstd = ZstdStreams.Compress(File.Create(path), level: level))
                    write(zstd);
                var run = MeasuredProcess.Run(ChildProcess.Command("hostile-child", path, Path.Combine(folder, "out")));
                failed |= run.Output != expected;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{name,-40} {new FileInfo(path).Length,12:N0} B packed  {run.Wall,6:0.00} s  {run.PeakBytes / 1e6,5:0} MB  {run.Output}{(run.Output == expected ? "" : $"  EXPECTED {expected}")}"));
                Directory.Delete(Path.Combine(folder, "out"), recursive: true);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return failed ? 1 : 0;
    }

    /// <summary>Prints the verdict and why.</summary>
    public static int RunChild(string path, string output)
    {
        var result = new ShardExtraction(output).Extract(new ShardInput(path));
        var why = result.Status == ExtractionStatus.Complete
            ? string.Join(',', result.RefusedBy.Keys.Select(reason => Snake($"{reason}")))
            : Snake($"{result.Fault}");
        Console.WriteLine($"{Snake($"{result.Status}")} {why}");
        return result.Status != ExtractionStatus.Complete || result.Tracks == 2 ? 0 : 1;
    }

    /// <summary>The hostile line is between two good ones, whose rows must be written.</summary>
    private static void InGoodLines(Stream stream, Action<Stream> middle)
    {
        stream.Write(Good(1));
        middle(stream);
        stream.WriteByte((byte)'\n');
        stream.Write(Good(2));
    }

    private static byte[] Good(int number) => Encoding.ASCII.GetBytes($"{{\"meta\":{{\"track_id\":\"00{number:D20}\"}},\"track\":{{\"tempo\":120.5}},\"sections\":[]}}\n");

    /// <summary>Digits or letters that compress about 2:1, so that they are not refused for their compression ratio.</summary>
    private static void Wrapped(Stream stream, ReadOnlySpan<byte> before, char first, int megabytes, ReadOnlySpan<byte> after)
    {
        var noise = new byte[Megabyte];
        new Random(5).NextBytes(noise);
        stream.Write(before);
        Repeat(stream, Array.ConvertAll(noise, b => (byte)(first + (b % 10))), megabytes);
        stream.Write(after);
    }

    private static void Nested(Stream stream)
    {
        const int depth = 100_000;
        stream.Write("{\"x\":"u8);
        stream.Write(Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth)));
        stream.Write("}"u8);
    }

    private static void Repeat(Stream stream, byte[] block, int times)
    {
        for (var i = 0; i < times; i++)
            stream.Write(block);
    }

    private static string Snake(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : $"{c}"));
}
