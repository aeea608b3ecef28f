using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Acquirer.Downloads;

namespace SpotifyPlatform.Acquirer.Tests.Downloads;

/// <summary>Seeding until a goal, by a clock that the tests hold: each look takes an hour.</summary>
public sealed class SeedingTests : IDisposable
{
    private readonly DownloadScenario scenario = new();
    private readonly FakeTimeProvider time = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private int looks;

    [Fact]
    public async Task Run_UntilTheTimeGoal_SeedsAndStops()
    {
        await CompleteAsync();

        await SeedAsync(ratio: 0, TimeSpan.FromDays(30));

        Assert.InRange(looks, 30 * 24, (30 * 24) + 2);
        Assert.False(scenario.Engine.IsStarted);
    }

    [Fact]
    public async Task Run_AfterAKill_DoesNotBeginToCountAnew()
    {
        await CompleteAsync();
        using (var stop = new CancellationTokenSource())
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SeedAsync(ratio: 0, TimeSpan.FromDays(30), stopAfter: 500, stop));
        Assert.True(scenario.Engine.IsStarted);
        looks = 0;

        await SeedAsync(ratio: 0, TimeSpan.FromDays(30));

        Assert.InRange(looks, (30 * 24) - 503, (30 * 24) - 497);
    }

    [Fact]
    public async Task Run_AtTheRatioGoal_EndsEarlier()
    {
        await CompleteAsync();
        scenario.Engine.Ratio = 2;

        await SeedAsync(ratio: 2, TimeSpan.FromDays(30));

        Assert.InRange(looks, 1, 3);
        Assert.False(scenario.Engine.IsStarted);
    }

    public void Dispose() => scenario.Dispose();

    private Task<DownloadReport> CompleteAsync() => scenario.RunAsync(DownloadScenario.Everything with { Backup = false });

    private async Task SeedAsync(double ratio, TimeSpan goal, int stopAfter = int.MaxValue, CancellationTokenSource? stop = null)
    {
        scenario.Engine.OnLook = () =>
        {
            time.Advance(TimeSpan.FromHours(1));
            if (++looks == stopAfter)
                stop!.Cancel();
        };
        var torrent = new DownloadedTorrent(scenario.Metadata, scenario.Destination, _ => true);
        await new Seeding(scenario.Engine, TimeSpan.Zero, time, (_, _, _, _) => { }) { Ratio = ratio }.RunAsync(
            [torrent], new DownloadProgress(scenario.Destination, "", time, _ => { }), DownloadScenario.Everything with { SeedFor = goal }, stop?.Token ?? CancellationToken.None);
    }
}
