using System.Text.Json;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary><c>platform extract</c> with <c>--redo</c>.</summary>
public sealed class ExtractTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public async Task Redo_NothingOutdatedAndNoInput_IsDone()
    {
        using var world = await World.CreateAsync(tracks: 200, shards: 2, playlists: 5);
        var output = await ExtractAsync(world);

        var finished = await Platform.RunAsync("extract", "--redo", "--out", output);

        Assert.Equal(0, finished.ExitCode);
        Assert.Contains("No shard is older", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redo_OutdatedShardWithoutInput_ListsItAndAsksForTheInput()
    {
        using var world = await World.CreateAsync(tracks: 200, shards: 2, playlists: 5);
        var output = await ExtractAsync(world);
        await MakeOutdatedAsync(output, "0a");

        var listed = await Platform.RunAsync("extract", "--redo", "--out", output);
        Assert.Equal(2, listed.ExitCode);
        Assert.Contains("0a.jsonl.zst", listed.Error, StringComparison.Ordinal);
        Assert.Contains("--input", listed.Error, StringComparison.Ordinal);

        var elsewhere = Directory.CreateDirectory(world.OtherData("elsewhere")).FullName;
        File.Copy(Path.Combine(world.Input, "audio-analysis", "0A.jsonl.zst"), Path.Combine(elsewhere, "0A.jsonl.zst"));
        var missing = await Platform.RunAsync("extract", "--redo", "--input", elsewhere, "--out", output);
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("0a.jsonl.zst", missing.Error, StringComparison.Ordinal);

        await Platform.DoneAsync("extract", "--redo", "--input", Path.Combine(world.Input, "audio-analysis"), "--out", output);
        Assert.Contains("No shard is older", (await Platform.RunAsync("extract", "--redo", "--out", output)).Error, StringComparison.Ordinal);
    }

    private static async Task<string> ExtractAsync(World world)
    {
        var output = world.OtherData("rows");
        await Platform.DoneAsync("extract", "--input", Path.Combine(world.Input, "audio-analysis"), "--out", output);
        return output;
    }

    /// <summary>Rewrites a shard's ledger entry as an older extractor version would have written it.</summary>
    private static async Task MakeOutdatedAsync(string output, string shard)
    {
        var ledger = Path.Combine(output, "ledger", $"{shard}.json");
        var entry = System.Text.Json.Nodes.JsonNode.Parse(SealedJson.Open(await File.ReadAllBytesAsync(ledger)))!;
        entry["extractor_version"] = 0;
        await File.WriteAllBytesAsync(ledger, SealedJson.Seal(JsonSerializer.SerializeToUtf8Bytes(entry, Indented)));
    }
}
