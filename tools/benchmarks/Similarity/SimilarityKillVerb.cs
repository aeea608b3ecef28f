using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectors.Generations;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Benchmarks.Similarity;

/// <summary>
/// <c>kill similarity [--times 200] [--seed 1]</c>: a process that adds batches and merges all the time is killed (SIGKILL) at random moments; every batch that it
/// had acknowledged must be there whole, and a search must equal a plain scan of what is there.
/// </summary>
internal static class SimilarityKillVerb
{
    private const int Batch = 500;
    private static readonly MergePolicy AtEveryTurn = new(MinChanges: 2_000, RowsPerChange: 4);

    public static async Task<int> RunAsync(string[] args)
    {
        var times = Arguments.Number(args, "--times", 200);
        var seed = (int)Arguments.Number(args, "--seed", 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kill similarity: {times} kills from seed {seed}"));
        var folder = Directory.CreateTempSubdirectory("kill-similarity-").FullName;
        var random = new Random(seed);
        var (batches, generations) = (0, new HashSet<string>());
        for (var kill = 0; kill < times; kill++)
        {
            var acknowledged = await KillAsync(folder, batches, TimeSpan.FromMilliseconds(random.Next(100, 1200)));
            using var index = Open(folder);
            var count = (int)await index.CountAsync(CancellationToken.None);
            var points = Enumerable.Range(0, count).Select(Point).ToArray();
            if (count % Batch != 0 || count < acknowledged * Batch || count > (acknowledged + 1) * Batch || !await IsWholeAsync(index, points, random))
            {
                Console.WriteLine($"FAILED: {count} rows after {acknowledged} batches were acknowledged; the index stays in {folder}");
                return 1;
            }

            batches = count / Batch;
            generations.UnionWith(Directory.EnumerateFiles(folder, "base-*"));
            if (batches > 200)
                (batches, _) = (0, Clear(folder));
        }

        Directory.Delete(folder, recursive: true);
        Console.WriteLine($"{times} kills, {generations.Count} merged generations seen: every acknowledged batch was there, every answer a plain scan's");
        return 0;
    }

    /// <summary>The process that is killed.</summary>
    public static async Task<int> RunChildAsync(string folder, int first)
    {
        using var index = Open(folder);
        for (var batch = first; ; batch++)
        {
            await index.UpsertAsync([.. Enumerable.Range(batch * Batch, Batch).Select(Point)], CancellationToken.None);
            Console.WriteLine(batch + 1);
        }
    }

    private static MappedVectorIndex Open(string folder) => new(folder, SimilarityData.Dimensions, NullLogger<MappedVectorIndex>.Instance, AtEveryTurn);

    private static VectorPoint Point(int row)
    {
        var id = SimilarityData.Id(row);
        return new VectorPoint(id, FeatureShapes.Row("real", row), new TrackDescription(id, $"Track {row}", "Artist", row % 101, null, null, []), null);
    }

    /// <returns>Batches that were acknowledged.</returns>
    private static async Task<int> KillAsync(string folder, int first, TimeSpan after)
    {
        var command = ChildProcess.Command("similarity-kill-child", folder, first.ToString(CultureInfo.InvariantCulture));
        using var child = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        var output = child.StandardOutput.ReadToEndAsync();
        await Task.Delay(after);
        child.Kill();
        await child.WaitForExitAsync();
        var whole = await output;
        var lines = whole[..(whole.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0 ? first : int.Parse(lines[^1], CultureInfo.InvariantCulture);
    }

    private static async Task<bool> IsWholeAsync(MappedVectorIndex index, VectorPoint[] points, Random random)
    {
        await index.VerifyAsync(CancellationToken.None);
        var found = (await index.GetAsync([.. points.Select(p => p.Id)], CancellationToken.None)).ToDictionary(p => p.Id);
        if (!points.All(p => found.TryGetValue(p.Id, out var had) && had.Payload.Title == p.Payload.Title && had.Vector.SequenceEqual(p.Vector)))
            return false;
        if (points.Length == 0)
            return true;
        var query = new VectorQuery(points[random.Next(points.Length)].Vector, 20);
        var expected = points.Select(p => (Score: Cosine.Of(query.Vector, p.Vector), p.Id)).OrderByDescending(p => p.Score).ThenBy(p => p.Id).Take(query.Limit);
        return expected.SequenceEqual((await index.SearchAsync(query, CancellationToken.None)).Select(hit => (hit.Score, hit.Id)));
    }

    private static bool Clear(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            File.Delete(file);
        return true;
    }
}
