using System.Text.Json;
using Xunit.Abstractions;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>One record from shard to answer, through every service on the embedded stores.</summary>
public sealed class PipelineTests(ITestOutputHelper log)
{
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
    public async Task Run_OneThreadLittleMemoryAnotherLocaleNoAvx_TablesAreTheSame()
    {
        using var world = await World.CreateAsync();
        var usual = world.OtherData("usual");
        await Platform.DoneAsync(world.RunArguments(usual));

        await Platform.DoneWithAsync(
            new()
            {
                ["DOTNET_PROCESSOR_COUNT"] = "1",
                ["DOTNET_EnableAVX"] = "0",
                ["LC_ALL"] = "tr_TR.UTF-8",
                ["TZ"] = "Pacific/Chatham",
                ["CooccurrenceMiner__MemoryBytes"] = "17000000",
            },
            world.RunArguments());

        Assert.Equal(await World.DigestAsync(usual), await World.DigestAsync(world.Data));
    }

    [Fact]
    public async Task Run_MovedDataFolder_NothingIsDoneAgain()
    {
        using var world = await World.CreateAsync(tracks: 300, shards: 2, playlists: 200);
        await Platform.DoneAsync(world.RunArguments());
        var before = await World.DigestAsync(world.Data);
        var moved = world.OtherData("moved");
        Directory.Move(world.Data, moved);

        using var outcome = JsonDocument.Parse(await Platform.DoneAsync(world.RunArguments(moved)));

        Assert.True(outcome.RootElement.GetProperty("nothing_to_do").GetBoolean());
        Assert.Equal(before, await World.DigestAsync(moved));
    }

    [Fact]
    public async Task Republish_AShard_IsHandledAgainAndChangesNothing()
    {
        using var world = await World.CreateAsync(tracks: 400, shards: 2, playlists: 10);
        await Platform.DoneAsync(world.RunArguments());
        var first = await World.DigestAsync(world.Data);

        Assert.Contains("acquisition.file.verified.v1", await Platform.DoneAsync("republish", "0a", "--data", world.Data), StringComparison.Ordinal);
        Assert.Equal(1, (await Platform.RunAsync("republish", "nothing", "--data", world.Data)).ExitCode);
        using var outcome = JsonDocument.Parse(await Platform.DoneAsync(world.RunArguments()));

        Assert.NotEqual(0, outcome.RootElement.GetProperty("handled").GetInt64());
        Assert.Equal(first, await World.DigestAsync(world.Data));
    }

    [Theory]
    [InlineData(null, "0 files")]
    [InlineData("00.jsonl", "00.jsonl is not 00.jsonl.zst")]
    public async Task Run_NoFileOfAKnownKind_FailsAndSaysWhatIsKnown(string? file, string explanation)
    {
        using var folder = new TemporaryFolder();
        var input = Directory.CreateDirectory(folder.File("input")).FullName;
        if (file is not null)
            await File.WriteAllTextAsync(Path.Combine(input, file), "{}");

        var finished = await Platform.RunAsync("run", "--input", input, "--data", folder.File("store"), "--until-idle", "--port", "0", "--grpc-port", "0");

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains(input, finished.Error, StringComparison.Ordinal);
        Assert.Contains("XX.jsonl.zst", finished.Error, StringComparison.Ordinal);
        Assert.Contains(explanation, finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("done already", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OnlyARefusedFile_EndsWith3AndNamesIt()
    {
        using var folder = new TemporaryFolder();
        var input = Directory.CreateDirectory(folder.File("input")).FullName;
        await File.WriteAllTextAsync(Path.Combine(input, "00.jsonl.zst"), "");

        var finished = await Platform.RunAsync("run", "--input", input, "--data", folder.File("store"), "--until-idle", "--port", "0", "--grpc-port", "0");

        Assert.Equal(3, finished.ExitCode);
        Assert.Contains("00.jsonl.zst", finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("done already", finished.Error, StringComparison.Ordinal);
    }
}
