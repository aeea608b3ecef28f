using System.Diagnostics;
using System.Text.Json;
using Xunit.Abstractions;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>One record from shard to answer, through every service on the embedded stores.</summary>
public sealed class PipelineTests(ITestOutputHelper log)
{
    private const int Seed = 20261121;
    private const int Kills = 10;

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
    public async Task Run_EveryEventTwiceAndOutOfOrder_EndsAsAnUndisturbedRun()
    {
        using var world = await World.CreateAsync();
        var undisturbed = world.OtherData("undisturbed");
        await Platform.DoneAsync(world.RunArguments(undisturbed));

        var disturbed = await Platform.RunWithAsync(new() { ["EventBus__Delivery"] = "TwiceOutOfOrder" }, world.RunArguments());

        Assert.True(disturbed.ExitCode == 0, disturbed.Error);
        Assert.Equal(await World.DigestAsync(undisturbed), await World.DigestAsync(world.Data));
    }

    [Fact]
    public async Task Republish_AShard_IsHandledAgainAndChangesNothing()
    {
        using var world = await World.CreateAsync(tracks: 400, shards: 2, playlists: 10);
        await Platform.DoneAsync(world.RunArguments());
        var first = await World.DigestAsync(world.Data);

        Assert.Contains("acquisition.file.verified.v1", await Platform.DoneAsync("republish", "audio-analysis/0a.jsonl.zst", "--data", world.Data), StringComparison.Ordinal);
        Assert.Equal(1, (await Platform.RunAsync("republish", "nothing", "--data", world.Data)).ExitCode);
        using var outcome = JsonDocument.Parse(await Platform.DoneAsync(world.RunArguments()));

        Assert.NotEqual(0, outcome.RootElement.GetProperty("handled").GetInt64());
        Assert.Equal(first, await World.DigestAsync(world.Data));
    }

    [Fact]
    public async Task Run_KilledAtTenRandomMoments_EndsAsAnUndisturbedRun()
    {
        using var world = await World.CreateAsync();
        var undisturbed = world.OtherData("undisturbed");
        var started = Stopwatch.GetTimestamp();
        await Platform.DoneAsync(world.RunArguments(undisturbed));
        var whole = Stopwatch.GetElapsedTime(started);
        var expected = await World.DigestAsync(undisturbed);

        log.WriteLine($"seed {Seed}, an undisturbed run takes {whole.TotalSeconds:0.0} s");
        var random = new Random(Seed);
        for (var (kills, stores) = (0, 0); kills < Kills; stores++)
        {
            // A store that was done before it could be killed is compared, and a new one begun.
            var data = world.OtherData($"store{stores}");
            while (kills < Kills && await KillAsync(world.RunArguments(data), whole * random.NextDouble()))
                kills++;
            await Platform.DoneAsync(world.RunArguments(data));
            Assert.Equal(expected, await World.DigestAsync(data));
            log.WriteLine($"{kills} kills, {stores + 1} stores: the digest is the undisturbed one");
        }
    }

    /// <summary>Kills a run after a while; false when it was done before.</summary>
    private static async Task<bool> KillAsync(string[] arguments, TimeSpan after)
    {
        await using var platform = Platform.Start(arguments);
        await Task.Delay(after);
        if (platform.HasExited)
            return false;
        await platform.KillAsync();
        return true;
    }
}
