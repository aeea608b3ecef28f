using System.Globalization;
using System.Text.Json;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.Benchmarks.Extract;

/// <summary>
/// <c>extract [--mb 700] [--runs N] [--slow 0|1] [--work FOLDER] [--json FILE]</c>: reads one generated shard with the extractor and
/// with other programs, alternating, and prints medians and their ratios to <c>zstd -dc</c>.
/// </summary>
internal static class ExtractBench
{
    public static int Run(string[] args)
    {
        var megabytes = Arguments.Number(args, "--mb", 700);
        var runs = (int)Arguments.Number(args, "--runs", 5);
        var work = Arguments.Text(args, "--work") ?? Path.Combine(Path.GetTempPath(), "spotify-platform-bench");
        Directory.CreateDirectory(Path.Combine(work, megabytes.ToString(CultureInfo.InvariantCulture)));
        var shard = Path.Combine(work, megabytes.ToString(CultureInfo.InvariantCulture), "00.jsonl.zst");
        if (!File.Exists(shard))
            ShardGenerator.Write(shard, megabytes * 1_000_000, seed: 1);
        var answer = MeasuredProcess.Run(ChildProcess.Command("extract-child", "reader", shard)).Output;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{megabytes} MB of lines, {new FileInfo(shard).Length / 1e6:0} MB compressed, {answer.Split(' ')[0]} tracks; {VectorPaths.Best} on {Environment.ProcessorCount} cores"));

        var peers = Peer.All(shard, answer, work, runs, Arguments.Number(args, "--slow", 1) != 0).ToList();
        var results = peers.ToDictionary(peer => peer.Name, _ => new List<MeasuredProcess>());
        for (var run = 0; run < runs; run++)
        {
            // Alternating, so that changes of the machine's speed affect all programs alike.
            foreach (var peer in peers.Where(peer => run < peer.Runs))
                results[peer.Name].Add(Checked(peer, MeasuredProcess.Run(peer.Command)));
        }

        Print(peers, results, megabytes);
        if (Arguments.Text(args, "--json") is { } json)
            File.WriteAllText(json, JsonSerializer.Serialize(results));
        return 0;
    }

    private static MeasuredProcess Checked(Peer peer, MeasuredProcess run) => peer.Answer is null || peer.Answer == run.Output
        ? run
        : throw new InvalidOperationException($"{peer.Name} found '{run.Output}'; the shard has '{peer.Answer}'.");

    private static void Print(List<Peer> peers, Dictionary<string, List<MeasuredProcess>> results, long megabytes)
    {
        var basis = results[peers[0].Name];
        Console.WriteLine($"{"",-42}{"runs",5}{"wall s",9}{"cpu s",9}{"MB/s",8}{"x wall",8}{"x cpu",8}{"peak MB",9}");
        foreach (var peer in peers)
        {
            var own = results[peer.Name];
            var (wall, cpu) = (Median(own, run => run.Wall), Median(own, run => run.Cpu));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{peer.Name,-42}{own.Count,5}{wall,9:0.000}{cpu,9:0.000}{megabytes / wall,8:0}{Median(basis, run => run.Wall) / wall,8:0.00}{Median(basis, run => run.Cpu) / cpu,8:0.00}{own.Max(run => run.PeakBytes) / 1e6,9:0}"));
        }

        Console.WriteLine("x: times as fast as the first line. cpu: seconds of processor time, which other work on the machine disturbs less.");
    }

    private static double Median(List<MeasuredProcess> runs, Func<MeasuredProcess, double> of) => runs.Select(of).Order().ElementAt(runs.Count / 2);
}
