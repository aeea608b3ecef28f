using System.Text.Json;
using Xunit.Abstractions;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>One record from shard to answer, through every service on the embedded stores.</summary>
public sealed class PipelineTests(ITestOutputHelper log)
{
    private const int Seed = 20261121;

    [Fact]
    public async Task Run_SampleWorld_AnswersEqualTheTruth()
    {
        using var world = await World.CreateAsync();
        using var outcome = JsonDocument.Parse(await Platform.DoneAsync(world.RunArguments()));
        Assert.False(outcome.RootElement.GetProperty("nothing_to_do").GetBoolean());
        log.WriteLine(await Platform.DoneAsync("verify", "--truth", world.Truth, "--data", world.Data));

        using var track = JsonDocument.Parse(await Platform.DoneAsync("track", world.Showcase(), "--data", world.Data, "--json"));
        Assert.Equal(world.Showcase(), track.RootElement.GetProperty("track").GetProperty("spotify_id").GetString());
        Assert.NotEqual(0, track.RootElement.GetProperty("analysis").GetProperty("sections").GetArrayLength());
    }

    [Fact]
    public async Task Run_Twice_SecondRunProcessesNothingAndChangesNothing()
    {
        using var world = await World.CreateAsync();
        await Platform.DoneAsync(world.RunArguments());
        var first = await World.DigestAsync(world.Data);

        using var outcome = JsonDocument.Parse(await Platform.DoneAsync(world.RunArguments()));
        Assert.True(outcome.RootElement.GetProperty("nothing_to_do").GetBoolean());
        Assert.Equal(first, await World.DigestAsync(world.Data));
    }

    [Fact]
    public async Task Run_KilledAtTenRandomMoments_EndsAsAnUndisturbedRun()
    {
        using var world = await World.CreateAsync();
        var undisturbed = world.OtherData("undisturbed");
        await Platform.DoneAsync(world.RunArguments(undisturbed));

        log.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        var killed = 0;
        for (var i = 0; i < 10; i++)
        {
            await using var platform = Platform.Start(world.RunArguments());
            var moment = TimeSpan.FromMilliseconds(random.Next(300, 2500));
            await Task.Delay(moment);
            killed += platform.HasExited ? 0 : 1;
            await platform.KillAsync();
            log.WriteLine($"killed after {moment.TotalMilliseconds} ms");
        }

        Assert.InRange(killed, 3, 10);
        await Platform.DoneAsync(world.RunArguments());
        Assert.Equal(await World.DigestAsync(undisturbed), await World.DigestAsync(world.Data));
    }
}
