using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using SpotifyPlatform.Benchmarks.Extract;

namespace SpotifyPlatform.Benchmarks.Mining;

/// <summary>
/// <c>mine [--playlists 200000] [--tracks 300000] [--mean 60] [--runs 3] [--threads 2] [--work FOLDER] [--json FILE]</c>: counts
/// the pairs of generated playlists with the miner and with other programs, alternating, as whole processes that start with input
/// on disk. All answers must be equal.
/// </summary>
internal static class MineBench
{
    private const int Seed = 1;
    private const int AnswerWords = 4;
    private const long MemoryBytes = 4_000_000_000;

    public static async Task<int> RunAsync(string[] args)
    {
        var world = new PlaylistWorld(
            (int)Arguments.Number(args, "--playlists", 200_000), (int)Arguments.Number(args, "--tracks", 300_000), (int)Arguments.Number(args, "--mean", 60), Seed);
        var threads = MinePeers.Text((int)Arguments.Number(args, "--threads", 2));
        var work = Arguments.Text(args, "--work") ?? Path.Combine(Path.GetTempPath(), "spotify-platform-bench");
        var folder = Directory.CreateDirectory(Path.Combine(work, $"mine-{world.Name}")).FullName;
        var output = Directory.CreateDirectory(Path.Combine(folder, "out")).FullName;
        await WriteInputsAsync(world, folder);
        MinerCheck.Run();

        var runs = (int)Arguments.Number(args, "--runs", 3);
        var ours = ChildProcess.Command(
            "mine-child", folder, output, threads, "4", MemoryBytes.ToString(CultureInfo.InvariantCulture));
        var first = MeasuredProcess.Run(ours);
        var answer = first.Output.Split(' ')[..AnswerWords];
        Console.WriteLine($"{world.Playlists} playlists of {world.Tracks} tracks, seed {Seed}: {answer[0]} pairs in 3 or more playlists, {answer[1]} common playlists, checksum {answer[2]}; "
            + $"{answer[3]} best neighbours. {threads} threads. Entries, pair events, seconds of counting, ranking and writing the table: {string.Join(' ', first.Output.Split(' ')[AnswerWords..])}.");
        var peers = Peers(folder, work, threads, runs).ToList();
        peers.Insert(0, new Peer("row-wise counting, top 100 (ours)", ours, runs, null));
        var results = peers.ToDictionary(peer => peer.Name, _ => new List<MeasuredProcess>());
        for (var run = 0; run < runs; run++)
        {
            // Alternating, so that changes of the machine's speed affect all programs alike.
            foreach (var peer in peers.Where(peer => run < peer.Runs))
                results[peer.Name].Add(Checked(peer, MeasuredProcess.Run(peer.Command), answer));
        }

        Print(peers, results);
        if (Arguments.Text(args, "--json") is { } json)
            File.WriteAllText(json, JsonSerializer.Serialize(results));
        Directory.Delete(output, recursive: true);
        return 0;
    }

    /// <summary>The output of a peer must be a prefix of the miner's answer; a peer that ranks must have the same number of neighbours too.</summary>
    private static MeasuredProcess Checked(Peer peer, MeasuredProcess run, string[] answer) => run.Output.Split(' ').Zip(answer).All(word => word.First == word.Second)
        ? run
        : throw new InvalidOperationException($"{peer.Name} found '{run.Output}' where others found '{string.Join(' ', answer)}'.");

    private static IEnumerable<Peer> Peers(string folder, string work, string threads, int runs)
    {
        var rows = Path.Combine(folder, "rows.parquet");
        if (MinePeers.DuckDb(work) is { } duckdb)
        {
            if (!File.Exists(rows))
                MeasuredProcess.Run([.. duckdb, rows, threads, "count", Path.Combine(folder, "rows.csv")]);
            yield return new("DuckDB self-join, top 100", [.. duckdb, rows, threads, "top"], runs, null);
            yield return new("DuckDB self-join, no ranking", [.. duckdb, rows, threads, "count"], runs, null);
        }
        else
        {
            Console.WriteLine("DuckDB is left out: node, npm or the feed is missing.");
        }

        if (MinePeers.Scipy(work) is { } scipy)
            yield return new("scipy sparse product, no ranking", [.. scipy, Path.Combine(folder, "rows.bin")], Math.Min(runs, 2), null);
        else
            Console.WriteLine("scipy is left out: apt-get install python3-scipy.");
    }

    private static async Task WriteInputsAsync(PlaylistWorld world, string folder)
    {
        await world.WriteBasketsAsync(folder);
        var (bin, csv) = (Path.Combine(folder, "rows.bin"), Path.Combine(folder, "rows.csv"));
        if (File.Exists(csv))
            return;
        await using var binary = File.Create(bin);
        await using var text = new StreamWriter(csv + ".partial");
        var playlist = 0;
        foreach (var tracks in world.All())
        {
            foreach (var track in tracks)
            {
                binary.Write(MemoryMarshal.AsBytes<int>([playlist, track]));
                text.Write(string.Create(CultureInfo.InvariantCulture, $"{playlist},{track}\n"));
            }

            playlist++;
        }

        text.Close();
        File.Move(csv + ".partial", csv);
    }

    private static void Print(List<Peer> peers, Dictionary<string, List<MeasuredProcess>> results)
    {
        var ours = results[peers[0].Name];
        Console.WriteLine($"{"",-38}{"runs",5}{"wall s",9}{"cpu s",9}{"peak MB",9}{"wall, x ours",14}{"memory, x ours",16}");
        foreach (var peer in peers)
        {
            var own = results[peer.Name];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{peer.Name,-38}{own.Count,5}{Median(own, run => run.Wall),9:0.00}{Median(own, run => run.Cpu),9:0.00}{Peak(own) / 1e6,9:0}{Median(own, run => run.Wall) / Median(ours, run => run.Wall),14:0.0}{Peak(own) / Peak(ours),16:0.0}"));
        }

        Console.WriteLine("Whole processes, input on disk to every pair counted (and the best of each track chosen); medians. Every answer was the same.");
    }

    private static double Peak(List<MeasuredProcess> runs) => runs.Max(run => run.PeakBytes);

    private static double Median(List<MeasuredProcess> runs, Func<MeasuredProcess, double> of) => runs.Select(of).Order().ElementAt(runs.Count / 2);
}
