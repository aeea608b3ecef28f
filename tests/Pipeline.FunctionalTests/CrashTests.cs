using System.Globalization;
using SpotifyPlatform.Pipeline.FunctionalTests.Crash;
using Xunit.Abstractions;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>
/// A pipeline that is killed at named points of each service ends with the rows of an undisturbed run. <c>SPOTIFYPLATFORM_KILL_SEEDS</c> is how many seeds
/// are tried; each kills every service twice.
/// </summary>
public sealed class CrashTests(ITestOutputHelper log)
{
    private const int FirstSeed = 20261121;
    private const int KillsOfAService = 2;
    private const int KilledBySignal = 128 + 9;

    /// <summary>A run passes fewer points than the store before it; the loop ends long before this.</summary>
    private const int MaxRuns = 100;

    private static readonly string[] Services = ["Acquirer", "ShardExtractor", "WarehouseLoader", "Xref", "Vectorizer", "CooccurrenceMiner"];
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_KILL_SEEDS"), CultureInfo.InvariantCulture, out var seeds) ? seeds : 1;

    [Fact]
    public async Task Run_KilledAtPointsOfEveryService_EndsAsAnUndisturbedRun()
    {
        using var world = await World.CreateAsync();
        var (expected, points) = await UndisturbedAsync(world);
        for (var seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
            await KillAsync(world, expected, points, seed);
    }

    private async Task KillAsync(World world, IReadOnlyList<string> expected, ILookup<string, CrashPoint> points, int seed)
    {
        var random = new Random(seed);
        var services = Enumerable.Repeat(Services, KillsOfAService).SelectMany(all => all).ToArray();
        random.Shuffle(services);
        var waiting = new Queue<string>(services);
        log.WriteLine($"seed {seed}: {string.Join(", ", Services.Select(service => $"{points[service].Count()} points of {service}"))}");
        for (var (runs, stores) = (0, 0); waiting.Count > 0; stores++)
        {
            var data = world.OtherData($"store-{seed}-{stores}");
            while (waiting.Count > 0 && await DiesAtAsync(world, data, Choose([.. points[waiting.Peek()]], random), ++runs))
                waiting.Dequeue();
            Assert.InRange(runs, 1, MaxRuns);
            await Platform.DoneAsync(world.RunArguments(data));
            Assert.Equal(expected, await World.DigestAsync(data));
            log.WriteLine($"store {stores}: {services.Length - waiting.Count} kills in all, digest as undisturbed");
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<(IReadOnlyList<string> Digest, ILookup<string, CrashPoint> Points)> UndisturbedAsync(World world)
    {
        var (data, counts) = (world.OtherData("undisturbed"), world.OtherData("counts"));
        var finished = await Platform.RunWithAsync(CrashPoints.Count(counts), world.RunArguments(data));
        Assert.True(finished.ExitCode == 0, finished.Error);
        var points = CrashPoints.ReadCounts(counts);
        return (await World.DigestAsync(data), points.ToLookup(point => ServiceOf(point, points)));
    }

    /// <summary>The service whose instrument it is, or whose group handles the topic, or which builds the table; empty for what all of them do.</summary>
    private static string ServiceOf(CrashPoint point, IReadOnlyList<CrashPoint> all)
    {
        var words = point.Name.Split(' ');
        var group = point.Name switch
        {
            _ when words is [_, _, "in", var handling, _] => handling,
            _ when words is ["SpotifyPlatform.Tables/derive" or "SpotifyPlatform.Tables/build", var table, _] =>
                all.SelectMany(other => other.Name.Split(' ')).FirstOrDefault(word => word.EndsWith($".{table}", StringComparison.Ordinal)) ?? "",
            _ => point.Name["SpotifyPlatform.".Length..point.Name.IndexOf('/', StringComparison.Ordinal)],
        };
        return Services.FirstOrDefault(service => service.Equals(group.Split('.')[0].Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)) ?? "";
    }

    private static CrashPoint Choose(IReadOnlyList<CrashPoint> points, Random random)
    {
        var (name, passings) = points[random.Next(points.Count)];
        return new CrashPoint(name, 1 + random.NextInt64(passings));
    }

    /// <summary>Runs until the point; false if the run ended without passing it.</summary>
    private async Task<bool> DiesAtAsync(World world, string data, CrashPoint point, int run)
    {
        var finished = await Platform.RunWithAsync(CrashPoints.KillAt(point), world.RunArguments(data));
        Assert.True(finished.ExitCode is 0 or KilledBySignal, $"run {run} to {point} ended with {finished.ExitCode}: {finished.Error}");
        log.WriteLine($"run {run}: {(finished.ExitCode == 0 ? "ended before" : "killed at")} {point}");
        return finished.ExitCode == KilledBySignal;
    }
}
