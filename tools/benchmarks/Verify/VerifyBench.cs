using System.Diagnostics;
using System.Globalization;
using SpotifyPlatform.SampleData.Torrents;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Verification;

namespace SpotifyPlatform.Benchmarks.Verify;

/// <summary><c>verify</c>: files checked against a torrent, and the same files through <c>sha1sum</c>; alternating, from memory.</summary>
internal static class VerifyBench
{
    private const int PieceLength = 4 << 20;

    public static int Run(string[] args)
    {
        var (megabytes, rounds) = (Arguments.Number(args, "--mb", 1_000), (int)Arguments.Number(args, "--rounds", 5));
        var folder = Arguments.Text(args, "--work") is { } given ? Path.Combine(given, $"verify-{Environment.ProcessId}") : Directory.CreateTempSubdirectory("verify-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "set"));
            string[] paths = [Path.Combine(folder, "set", "0"), Path.Combine(folder, "set", "1")];
            foreach (var path in paths)
                Write(path, megabytes * 1_000_000);
            Measure(folder, paths, megabytes, rounds);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(string folder, string[] paths, long megabytes, int rounds)
    {
        TorrentContent[] contents = [.. paths.Select((path, i) => TorrentContent.OfFile($"{i}", path))];
        var v1 = TorrentReader.Read(TorrentWriter.Write(TorrentVersions.V1, "set", PieceLength, contents));
        var v2 = TorrentReader.Read(TorrentWriter.Write(TorrentVersions.V2, "set", PieceLength, contents));
        var pieces = new VerifyOptions(WithSha256: false);
        (string Name, int Files, Func<(double Wall, double Cpu)> Run)[] contestants =
        [
            ("sha1sum, one file", 1, () => Peer("sha1sum \"$0\" >&2", paths[0])),
            ("v1 pieces, one file", 1, () => Own(v1, folder, 1, pieces)),
            ("v1 pieces and SHA-256 of the file, one file", 1, () => Own(v1, folder, 1, new VerifyOptions())),
            ("v1 pieces and SHA-256, one file, two threads", 1, () => Own(v1, folder, 1, new VerifyOptions(Threads: 2))),
            ("v2 pieces, one file", 1, () => Own(v2, folder, 1, pieces)),
            ("sha256sum, one file", 1, () => Peer("sha256sum \"$0\" >&2", paths[0])),
            ("sha1sum, two files at once", 2, () => Peer("sha1sum \"$0\" >&2 & sha1sum \"$1\" >&2; wait", paths)),
            ("v1 pieces, two files at once", 2, () => Own(v1, folder, 2, pieces)),
            ("v1 pieces and SHA-256, two files at once", 2, () => Own(v1, folder, 2, new VerifyOptions())),
        ];
        var results = contestants.Select(_ => new List<(double Wall, double Cpu)>()).ToArray();
        for (var round = -1; round < rounds; round++)
            for (var i = 0; i < contestants.Length; i++)
                if (contestants[i].Run() is var result && round >= 0)
                    results[i].Add(result);
        var alone = Median(results[0].Select(result => result.Wall));
        var aloneCpu = Median(results[0].Select(result => result.Cpu));
        foreach (var (contestant, times) in contestants.Zip(results))
        {
            var (wall, cpu) = (Median(times.Select(time => time.Wall)), Median(times.Select(time => time.Cpu)));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{contestant.Name,-48} {contestant.Files * megabytes / wall,7:0} MB/s {contestant.Files * alone / wall,6:0.00} x sha1sum; {contestant.Files * megabytes / cpu,7:0} MB a core second {contestant.Files * aloneCpu / cpu,6:0.00} x"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory {ProcessMemory.PeakBytes(Environment.ProcessId) / 1e6:0} MB"));
    }

    private static (double Wall, double Cpu) Own(TorrentMetadata torrent, string folder, int files, VerifyOptions options)
    {
        var verifier = new FileVerifier(torrent, file => Path.Combine(folder, file.Path));
        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        Parallel.ForEach(torrent.Files.Take(files), new ParallelOptions { MaxDegreeOfParallelism = files }, file =>
        {
            if (!verifier.Verify(file, options, null, (_, _) => { }, _ => { }, CancellationToken.None).IsComplete)
                throw new InvalidDataException($"{file.Path} does not verify.");
        });
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }

    private static (double Wall, double Cpu) Peer(string script, params string[] paths)
    {
        var measured = MeasuredProcess.Run(["sh", "-c", $"({script}) 2>/dev/null", .. paths]);
        return (measured.Wall, measured.Cpu);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static void Write(string path, long bytes)
    {
        var buffer = new byte[1 << 20];
        new Random(path[^1]).NextBytes(buffer);
        using var file = File.Create(path);
        for (; bytes > 0; bytes -= buffer.Length)
        {
            BitConverter.TryWriteBytes(buffer, bytes);
            file.Write(buffer, 0, (int)Math.Min(bytes, buffer.Length));
        }
    }
}
