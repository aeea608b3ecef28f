using System.Globalization;
using SpotifyPlatform.SampleData;

namespace SpotifyPlatform.Benchmarks.Whole;

/// <summary>
/// The whole job, from the data set's files to pairs and neighbours that are served, against a script of libraries that does the same
/// (<c>--peer</c>); alternating, each in a process of its own.
/// </summary>
internal static class WholeBench
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = Arguments.Text(args, "--scale") is { } scale
            ? SampleOptions.AtScale(double.Parse(scale, CultureInfo.InvariantCulture))
            : new SampleOptions
            {
                Tracks = (int)Arguments.Number(args, "--tracks", 300_000),
                Playlists = (int)Arguments.Number(args, "--playlists", 180_000),
                Shards = (int)Arguments.Number(args, "--shards", 4),
                Seed = 11,
            };
        var (rounds, seeds) = ((int)Arguments.Number(args, "--rounds", 3), Arguments.Number(args, "--seeds", 10_000));
        if (Arguments.Text(args, "--platform") is not { } platform)
            throw new ArgumentException("Give --platform: the path of SpotifyPlatform.Platform.dll. 'tools/dev bench whole' does.");
        var peer = Arguments.Text(args, "--peer");
        var work = Directory.CreateDirectory(Arguments.Text(args, "--work") ?? Path.Combine(Path.GetTempPath(), "whole-bench")).FullName;
        var input = Arguments.Text(args, "--input") ?? Path.Combine(work, $"input-{options.Tracks}-{options.Playlists}-{options.Shards}");
        if (!File.Exists(Path.Combine(input, "truth", "manifest.json")))
            await new SampleWorldWriter(options).WriteAsync(input);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Tracks:N0} tracks, {options.Playlists:N0} playlists, {options.Shards} shards"));
        var (ours, theirs) = (new List<MeasuredTree>(), new List<MeasuredTree>());
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(Show("ours", Ours(platform, input, Fresh(work, "store"), seeds)));
            if (peer is not null)
                theirs.Add(Show("peer", MeasuredTree.Run(["python3", peer, "run", "--input", input, "--out", Fresh(work, "peer")])));
        }

        if (theirs.Count > 0)
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"medians, ours / peer: time {Ratio(run => run.Wall):F2}, bytes written {Ratio(run => run.WrittenBytes):F2}, peak memory {Ratio(run => run.PeakBytes):F2}"));
        return 0;

        double Ratio(Func<MeasuredTree, double> of) => Median(ours, of) / Median(theirs, of);
    }

    private static MeasuredTree Ours(string platform, string input, string store, long seeds)
    {
        var run = MeasuredTree.Run(["dotnet", platform, "run", "--input", input, "--data", store, "--until-idle", "--port", "0", "--grpc-port", "0"]);
        return run.Then(MeasuredTree.Run(["dotnet", platform, "precompute", "--seeds", seeds.ToString(CultureInfo.InvariantCulture), "--data", store]));
    }

    private static string Fresh(string work, string name)
    {
        var folder = Path.Combine(work, name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }

    private static double Median(IEnumerable<MeasuredTree> runs, Func<MeasuredTree, double> of)
    {
        var sorted = runs.Select(of).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static MeasuredTree Show(string name, MeasuredTree run)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-6}{run.Wall,8:F1} s, processor {run.Cpu,8:F1} s, peak {run.PeakBytes / 1e6,8:N0} MB, written {run.WrittenBytes / 1e6,8:N0} MB"));
        return run;
    }
}
