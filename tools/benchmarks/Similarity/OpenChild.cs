using System.Diagnostics;
using System.Globalization;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Benchmarks.Similarity;

/// <summary>A new process that opens an index and queries it: time and memory.</summary>
internal static class OpenChild
{
    private const int Queries = 1000;

    public static async Task<int> RunAsync(string folder)
    {
        var start = Stopwatch.GetTimestamp();
        using var index = IndexBuild.Open(folder);
        var rows = await index.CountAsync(CancellationToken.None);
        var open = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await index.SearchAsync(Query(0), CancellationToken.None);
        var first = Stopwatch.GetElapsedTime(start).TotalMilliseconds - open;
        for (var i = 0; i < Queries; i++)
            await index.SearchAsync(Query(i), CancellationToken.None);
        var status = File.ReadLines("/proc/self/status").Select(line => line.Split((char[])[':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).ToDictionary(parts => parts[0]);
        double Megabytes(string name) => long.Parse(status[name][1], CultureInfo.InvariantCulture) / 1e3;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{rows} rows: open {open:0.0} ms, first search {first:0.0} ms; after {Queries} searches {Megabytes("RssAnon"):0} MB of its own and {Megabytes("RssFile"):0} MB of mapped files in memory"));
        return 0;
    }

    private static VectorQuery Query(int row) => new(FeatureShapes.Row("real", row), 50);
}
