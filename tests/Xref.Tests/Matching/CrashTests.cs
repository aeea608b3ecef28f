using Google.Protobuf;

namespace SpotifyPlatform.Xref.Tests.Matching;

/// <summary>Kills the service before and after each of its effects; unfinished events are redelivered.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public Task Crash_AtEveryStep_TracksThenDump_LosesNothing() =>
        SweepAsync(world => [.. world.Batches, world.Dump]);

    [Fact]
    public Task Crash_AtEveryStep_DumpThenTracks_LosesNothing() =>
        SweepAsync(world => [world.Dump, .. world.Batches]);

    [Fact]
    public Task Crash_AtEveryStep_DumpReplaced_LosesNothing() =>
        SweepAsync(world => [world.OtherDump("mbdump-old.tar", "2026-05-13 00:10:00+00"), .. world.Batches, world.Dump]);

    [Fact]
    public Task Crash_AtEveryStep_MatchesWithdrawn_LosesNothing() =>
        SweepAsync(world => [world.Dump, .. world.Batches, world.OtherDump("mbdump-new.tar", "2026-05-23 00:10:00+00")]);

    public void Dispose() => folder.Dispose();

    private async Task SweepAsync(Func<SmallWorld, IMessage[]> order)
    {
        var events = order(new SmallWorld(folder.Path));
        var undisturbed = await RunAsync(events, CrashPoint.Never);
        Assert.False(undisturbed.Crashed);
        var step = 1;
        for (; await RunAsync(events, new CrashPoint(step)) is { Crashed: true } run; step++)
            Assert.Equal((step, undisturbed.Digest, undisturbed.Published), (step, run.Digest, run.Published));
        Assert.InRange(step, 20, 1000);
    }

    private async Task<(bool Crashed, string Digest, string Published)> RunAsync(IMessage[] events, CrashPoint crash)
    {
        var data = Directory.CreateDirectory(folder.File(Guid.NewGuid().ToString("N"))).FullName;
        var bus = new FakeEventBus();
        var handled = 0;
        var crashed = false;
        while (true)
        {
            using var xref = new XrefProcess(data, bus, crashed ? CrashPoint.Never : crash, input: folder.Path);
            try
            {
                for (; handled < events.Length; handled++)
                    Assert.Null(await xref.HandleAsync(events[handled]));
                return (crashed, xref.Digest(), string.Join(' ', bus.Outcome().OrderBy(match => match.Key)));
            }
            catch (CrashedException)
            {
                crashed = true;
            }
        }
    }
}
