using SpotifyPlatform.Pipeline.FunctionalTests.Crash;
using Xunit.Abstractions;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>A pipeline that is killed at named points, by count, ends with the rows of an undisturbed run.</summary>
public sealed class CrashTests(ITestOutputHelper log)
{
    private const int Seed = 20261121;
    private const int Kills = 10;
    private const int KilledBySignal = 128 + 9;

    /// <summary>A run passes fewer points than the store before it; the loop ends long before this.</summary>
    private const int MaxRuns = 100;

    [Fact]
    public async Task Run_KilledAtTenPoints_EndsAsAnUndisturbedRun()
    {
        using var world = await World.CreateAsync();
        var (expected, points) = await UndisturbedAsync(world);
        var random = new Random(Seed);
        log.WriteLine($"seed {Seed}, {points.Count} points");
        var (kills, runs, stores) = (0, 0, 0);
        while (kills < Kills)
        {
            var data = world.OtherData($"store{stores++}");
            while (kills < Kills && await KillAsync(world, data, Choose(points, random), ++runs))
                kills++;
            Assert.InRange(runs, 1, MaxRuns);
            await Platform.DoneAsync(world.RunArguments(data));
            Assert.Equal(expected, await World.DigestAsync(data));
            log.WriteLine($"store {stores}: {kills} kills in all, digest as undisturbed");
        }
    }

    private static async Task<(IReadOnlyList<string> Digest, IReadOnlyList<CrashPoint> Points)> UndisturbedAsync(World world)
    {
        var (data, counts) = (world.OtherData("undisturbed"), world.OtherData("counts"));
        var finished = await Platform.RunWithAsync(CrashPoints.Count(counts), world.RunArguments(data));
        Assert.True(finished.ExitCode == 0, finished.Error);
        var points = CrashPoints.ReadCounts(counts);
        Assert.Contains(points, point => point.Instrument == "SpotifyPlatform.ShardExtractor/pipeline.records.produced");
        return (await World.DigestAsync(data), points);
    }

    private static CrashPoint Choose(IReadOnlyList<CrashPoint> points, Random random)
    {
        var (instrument, passings) = points[random.Next(points.Count)];
        return new CrashPoint(instrument, 1 + random.NextInt64(passings));
    }

    /// <summary>Runs until the point; false if the run ended without passing it.</summary>
    private async Task<bool> KillAsync(World world, string data, CrashPoint point, int run)
    {
        var finished = await Platform.RunWithAsync(CrashPoints.KillAt(point), world.RunArguments(data));
        Assert.True(finished.ExitCode is 0 or KilledBySignal, $"run {run} to {point} ended with {finished.ExitCode}: {finished.Error}");
        log.WriteLine($"run {run}: {(finished.ExitCode == 0 ? "ended before" : "killed at")} {point}");
        return finished.ExitCode == KilledBySignal;
    }
}
