using System.Text.Json;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>Bad input gets a clear error and loses nothing.</summary>
public sealed class HostileInputTests
{
    private const int DoneWithRefusals = 3;

    [Fact]
    public async Task Extract_TruncatedShard_KeepsGoodLinesAndSaysSo()
    {
        using var world = await World.CreateAsync(tracks: 400, shards: 2, playlists: 10);
        var shard = Directory.GetFiles(Path.Combine(world.Input, "audio-analysis"), "0a.jsonl.zst").Single();
        var whole = await ExtractAsync(shard, world.OtherData("whole"));
        var bytes = await File.ReadAllBytesAsync(shard);
        await File.WriteAllBytesAsync(shard, bytes[..(bytes.Length * 2 / 3)]);

        var output = world.OtherData("cut");
        var finished = await Platform.RunAsync("extract", "--input", shard, "--out", output);

        Assert.Equal(DoneWithRefusals, finished.ExitCode);
        Assert.Contains("truncated", finished.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("0a.jsonl.zst", ProcessedFiles(output), StringComparison.Ordinal);
        var good = await File.ReadAllLinesAsync(Path.Combine(output, "tracks", "0a_tracks.ndjson"));
        Assert.InRange(good.Length, 1, whole.Length - 1);
        Assert.Equal(whole.Take(good.Length), good);
        Assert.NotEmpty(Quarantine(output, "0a"));
    }

    [Fact]
    public async Task Extract_ShardWithABrokenLine_QuarantinesThatLineAlone()
    {
        using var world = await World.CreateAsync(tracks: 400, shards: 2, playlists: 10);
        var shard = Path.Combine(world.Input, "audio-analysis", "0a.jsonl.zst");
        var whole = await ExtractAsync(shard, world.OtherData("whole"));
        var lines = Zstd.Lines(shard);
        var offset = lines.Take(2).Sum(line => line.Length + 1);
        lines[2] = lines[2][..(lines[2].Length / 2)];
        Zstd.Write(shard, lines);

        var output = world.OtherData("broken");
        var finished = await Platform.RunAsync("extract", "--input", shard, "--out", output);

        Assert.Equal(DoneWithRefusals, finished.ExitCode);
        Assert.Contains("0a.jsonl.zst", ProcessedFiles(output), StringComparison.Ordinal);
        var good = await File.ReadAllLinesAsync(Path.Combine(output, "tracks", "0a_tracks.ndjson"));
        Assert.Equal(whole.Where((_, index) => index != 2), good);
        using var record = JsonDocument.Parse(Quarantine(output, "0a").Single());
        Assert.Equal(3, record.RootElement.GetProperty("line").GetInt64());
        Assert.Equal(offset, record.RootElement.GetProperty("offset").GetInt64());
        Assert.NotEmpty(record.RootElement.GetProperty("reason").GetString()!);
    }

    [Fact]
    public async Task Run_ShardWithABrokenLine_EndsWith3UntilTheFileIsRepaired()
    {
        using var world = await World.CreateAsync(tracks: 400, shards: 2, playlists: 10);
        var shard = Path.Combine(world.Input, "audio-analysis", "0a.jsonl.zst");
        var whole = await File.ReadAllBytesAsync(shard);
        var lines = Zstd.Lines(shard);
        lines[2] = lines[2][..(lines[2].Length / 2)];
        Zstd.Write(shard, lines);

        var first = await Platform.RunAsync(world.RunArguments());
        Assert.Equal(DoneWithRefusals, first.ExitCode);
        Assert.Contains("0a.jsonl.zst: 1 lines in quarantine", first.Error, StringComparison.Ordinal);
        using var outcome = JsonDocument.Parse(first.Output);
        Assert.Equal(1, outcome.RootElement.GetProperty("quarantined_lines").GetInt64());
        Assert.Equal(DoneWithRefusals, (await Platform.RunAsync(world.RunArguments())).ExitCode);

        await File.WriteAllBytesAsync(shard, whole);
        await Platform.DoneAsync(world.RunArguments());
    }

    [Fact]
    public async Task Run_TruncatedShardAmongGoodOnes_CompletesTheRestAndNamesIt()
    {
        using var world = await World.CreateAsync(tracks: 400, shards: 3, playlists: 50);
        var shard = Path.Combine(world.Input, "audio-analysis", "0a.jsonl.zst");
        var bytes = await File.ReadAllBytesAsync(shard);
        await File.WriteAllBytesAsync(shard, bytes[..(bytes.Length / 2)]);

        var finished = await Platform.RunAsync(world.RunArguments());
        Assert.Equal(DoneWithRefusals, finished.ExitCode);
        Assert.Contains("0a.jsonl.zst", finished.Error, StringComparison.Ordinal);

        // The repaired file is a new input: the next run takes it and is done.
        await File.WriteAllBytesAsync(shard, bytes);
        await Platform.RunAsync(world.RunArguments());
        await Platform.DoneAsync("verify", "--truth", world.Truth, "--data", world.Data);
    }

    [Fact]
    public async Task Run_ShardChangedAndChangedBack_EndsWithItsFirstRows()
    {
        using var world = await World.CreateAsync(tracks: 400, shards: 2, playlists: 10);
        var shard = Path.Combine(world.Input, "audio-analysis", "0a.jsonl.zst");
        var first = await File.ReadAllBytesAsync(shard);
        await Platform.DoneAsync(world.RunArguments());
        Zstd.Write(shard, Zstd.Lines(shard).Skip(1));
        await Platform.DoneAsync(world.RunArguments());
        Assert.NotEqual(0, (await Platform.RunAsync("verify", "--truth", world.Truth, "--data", world.Data)).ExitCode);

        await File.WriteAllBytesAsync(shard, first);
        await Platform.DoneAsync(world.RunArguments());

        await Platform.DoneAsync("verify", "--truth", world.Truth, "--data", world.Data);
    }

    [Fact]
    public async Task Run_ShardRefusedAndTheBoundWidened_IsTakenAndNoRefusalIsLeft()
    {
        using var world = await World.CreateAsync(tracks: 400, shards: 2, playlists: 10);
        var shard = Path.Combine(world.Input, "audio-analysis", "0a.jsonl.zst");
        Zstd.Write(shard, [.. Enumerable.Repeat("{\"error\":{\"status\":404}}", 150), .. Zstd.Lines(shard).Take(6)]);

        Assert.Equal(DoneWithRefusals, (await Platform.RunAsync(world.RunArguments())).ExitCode);
        var unmended = await Platform.RunAsync(world.RunArguments());
        Assert.Equal(DoneWithRefusals, unmended.ExitCode);
        Assert.Contains("0a.jsonl.zst", unmended.Error, StringComparison.Ordinal);
        using var letters = JsonDocument.Parse(await Platform.DoneAsync("deadletters", "list", "--data", world.Data, "--json"));
        var id = Assert.Single(letters.RootElement.EnumerateArray()).GetProperty("id").GetString()!;
        Assert.Contains("shard_refused", await Platform.DoneAsync("deadletters", "show", id, "--data", world.Data), StringComparison.Ordinal);

        var widened = await Platform.RunWithAsync(new() { ["ShardExtractor__Extraction__MaxRefusedShare"] = "1" }, world.RunArguments());

        Assert.DoesNotContain("was refused by", widened.Error, StringComparison.Ordinal);
        using var status = JsonDocument.Parse(await Platform.DoneAsync("status", "--data", world.Data, "--json"));
        Assert.Empty(status.RootElement.GetProperty("refused").EnumerateArray());
        Assert.Equal(150, status.RootElement.GetProperty("quarantined_lines").GetInt64());
    }

    /// <summary>Most lines are answers of a Web API that failed; the operator widens the bound, and later runs without the option again.</summary>
    [Fact]
    public async Task Run_OneShardRefusedForItsLines_IsTakenOnceTheBoundIsWidenedAndStaysNamed()
    {
        using var world = await World.CreateAsync(tracks: 400, shards: 2, playlists: 10);
        var input = Directory.CreateDirectory(world.OtherData("refused-input")).FullName;
        Zstd.Write(
            Path.Combine(input, "0a.jsonl.zst"),
            [.. Enumerable.Repeat("{\"error\":{\"status\":404}}", 150), .. Zstd.Lines(Path.Combine(world.Input, "audio-analysis", "0a.jsonl.zst")).Take(6)]);
        string[] run = ["run", "--input", input, "--data", world.Data, "--until-idle", "--port", "0", "--grpc-port", "0"];

        var refused = await Platform.RunAsync(run);
        Assert.Equal(DoneWithRefusals, refused.ExitCode);
        Assert.Contains("raise the limit", refused.Error, StringComparison.Ordinal);
        Assert.Single((await StatusAsync(world)).GetProperty("refused").EnumerateArray());

        await Platform.RunWithAsync(new() { ["ShardExtractor__Extraction__MaxRefusedShare"] = "1" }, run);
        await AssertTakenAsync(world);

        var again = await Platform.RunAsync(run);
        Assert.Equal(DoneWithRefusals, again.ExitCode);
        Assert.Contains("150 lines in quarantine", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("done already", again.Error, StringComparison.Ordinal);
        await AssertTakenAsync(world);
    }

    private static async Task AssertTakenAsync(World world)
    {
        var status = await StatusAsync(world);
        Assert.Equal((6, 150), (status.GetProperty("analysis_tracks").GetInt64(), status.GetProperty("quarantined_lines").GetInt64()));
        Assert.Empty(status.GetProperty("refused").EnumerateArray());
        Assert.All(status.GetProperty("groups").EnumerateArray(), group => Assert.Equal(0, group.GetProperty("dead_letters").GetInt64()));
    }

    private static async Task<JsonElement> StatusAsync(World world) =>
        JsonDocument.Parse(await Platform.DoneAsync("status", "--data", world.Data, "--json")).RootElement.Clone();

    private static async Task<string[]> ExtractAsync(string shard, string output)
    {
        await Platform.DoneAsync("extract", "--input", shard, "--out", output);
        return await File.ReadAllLinesAsync(Path.Combine(output, "tracks", "0a_tracks.ndjson"));
    }

    private static string ProcessedFiles(string output)
    {
        var path = Path.Combine(output, "processed_files.txt");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    private static string[] Quarantine(string output, string stem) => File.ReadAllLines(Path.Combine(output, "quarantine", $"{stem}.ndjson"));
}
