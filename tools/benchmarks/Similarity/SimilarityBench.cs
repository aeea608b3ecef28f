using System.Globalization;
using System.Text.Json;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Benchmarks.Similarity;

/// <summary>
/// <c>similarity [--rows 1000000,5000000] [--shapes real,uniform] [--large] [--rounds 5] [--peers 1] [--hnsw-rows 1000000] [--work FOLDER] [--json FILE]</c>: the index, a plain
/// scan, FAISS and hnswlib over the same vectors, top 50, alternating; medians of the rounds, and ratios to reading the vectors once.
/// </summary>
internal static class SimilarityBench
{
    private const int Limit = 50;
    private const int Queries = 200;

    public static async Task<int> RunAsync(string[] args)
    {
        var work = Arguments.Text(args, "--work") ?? Path.Combine(Path.GetTempPath(), "spotify-platform-bench", "similarity");
        Directory.CreateDirectory(work);
        var sizes = (Arguments.Text(args, "--rows") ?? (args.Contains("--large") ? "1000000,5000000,15000000" : "1000000,5000000")).Split(',');
        var report = new List<object>();
        var wrong = 0;
        foreach (var rows in sizes.Select(size => int.Parse(size, CultureInfo.InvariantCulture)))
            foreach (var shape in (Arguments.Text(args, "--shapes") ?? "real,uniform").Split(','))
                wrong += await RunAsync(new SimilarityData(work, shape, rows), args, report);
        if (Arguments.Text(args, "--json") is { } json)
            await File.WriteAllTextAsync(json, JsonSerializer.Serialize(report));
        return wrong == 0 ? 0 : 1;
    }

    /// <returns>The number of answers that differ from the plain scan.</returns>
    private static async Task<int> RunAsync(SimilarityData data, string[] args, List<object> report)
    {
        data.WriteVectors();
        var vectors = data.ReadVectors();
        using var build = await IndexBuild.OpenAsync(data, vectors);
        var (index, bytes) = (build.Index, build.Bytes);
        Say($"{data.Rows:N0} {data.Shape} rows, top {Limit}: {bytes / (double)data.Rows:0} bytes a row on disk; {MeasuredProcess.Run(ChildProcess.Command("similarity-open", data.IndexFolder)).Output}");
        if (build.AddSeconds > 0)
            Say($"built: collected in {build.AddSeconds:0.0} s, clustered and written in {build.WriteSeconds:0.0} s");

        var random = new Random(5);
        var seeds = Enumerable.Range(0, Queries).Select(_ => random.Next(data.Rows)).ToArray();
        var queries = Array.ConvertAll(seeds, row => new VectorQuery(vectors.AsSpan(row * SimilarityData.Dimensions, SimilarityData.Dimensions).ToArray(), Limit) { Except = SimilarityData.Id(row) });
        var measurements = new SimilarityMeasurements(index, vectors, queries);
        var (wrong, asked) = measurements.Mismatches(row => data.Point(vectors, row), 24);
        Say($"exact: {wrong} of {asked} answers (bare, weighted, masked, filtered) differ from a plain scan in double precision, by score or id");

        var wanted = Arguments.Number(args, "--peers", 1) != 0;
        using var peers = wanted ? PythonPeers.TryStart(data, seeds, Limit, (int)Arguments.Number(args, "--hnsw-rows", 1_000_000)) : null;
        if (wanted && peers is null)
            Say($"FAISS and hnswlib are missing: install Debian's python3-faiss and python3-hnswlib");
        foreach (var (peer, about) in peers?.About ?? [])
            Say($"{peer}: {string.Join(", ", about.Select(fact => $"{fact.Key} {fact.Value:0.####}"))}");

        var measures = measurements.All.ToDictionary(measure => measure.Key, measure => measure.Value);
        foreach (var peer in peers?.About.Keys ?? Enumerable.Empty<string>())
        {
            measures[peer] = () => peers!.Measure(peer, batch: false);
            measures[peer + ", batch on all cores"] = () => peers!.Measure(peer, batch: true);
        }

        var times = measures.ToDictionary(measure => measure.Key, _ => new List<double>());
        for (var round = 0; round < Arguments.Number(args, "--rounds", 5); round++)
            foreach (var (name, measure) in measures)
                times[name].Add(measure());
        Print(times, data.Rows);
        report.Add(new { data.Shape, data.Rows, BytesARow = bytes / (double)data.Rows, build.AddSeconds, build.WriteSeconds, Wrong = wrong, Asked = asked, Peers = peers?.About, Milliseconds = times });
        return wrong;
    }

    private static void Print(Dictionary<string, List<double>> times, int rows)
    {
        if (times.Values.Any(list => list.Count == 0))
            return;
        double Of(string name) => times[name].Order().ElementAt(times[name].Count / 2);
        var (stream, scan, ours) = (Of("stream read"), Of(SimilarityMeasurements.Scan), Of(SimilarityMeasurements.Pruned));
        Say($"{"",-48}{"ms a query",11}{"x stream",10}{"x scan",9}{"x index",9}");
        foreach (var name in times.Keys)
            Say($"{name,-48}{Of(name),11:0.000}{Of(name) / stream,10:0.000}{Of(name) / scan,9:0.000}{Of(name) / ours,9:0.00}");
        Say($"stream read: {rows * SimilarityData.Dimensions * 4L / stream / 1e6:0.0} GB/s, one thread. x: times as long.");
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
