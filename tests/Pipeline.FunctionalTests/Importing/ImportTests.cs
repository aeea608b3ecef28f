using System.Text.Json;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Importing;

/// <summary>An import in nine steps ends as a run does, whatever interrupts it.</summary>
public sealed class ImportTests
{
    private static readonly string[] Steps = ["download", "validate", "transform", "cross-reference", "vectorize", "upload", "index", "mine", "verify"];

    [Fact]
    public async Task Import_AWorld_DoesNineStepsAndWritesTheReport()
    {
        using var world = await World.CreateAsync(tracks: 300, shards: 2, playlists: 200);
        var run = world.OtherData("run");
        await Platform.DoneAsync(world.RunArguments(run));

        using var import = JsonDocument.Parse(await Platform.DoneAsync("import", "--input", world.Input, "--data", world.Data, "--full", "--expect", "shards=2", "--json"));

        Assert.Equal(Steps, StepsOf(import).Select(step => step.GetProperty("step").GetString()));
        Assert.All(StepsOf(import), step => Assert.Equal("done", step.GetProperty("state").GetString()));
        Assert.Equal(300, CountOf(import, "transform", "tracks"));
        Assert.Equal(2, CountOf(import, "upload", "shards in the warehouse"));
        Assert.Equal(0, import.RootElement.GetProperty("report").GetProperty("differences").GetInt64());
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(world.Data, "import", "report.json")));
        Assert.Equal(300, report.RootElement.GetProperty("data_set").GetProperty("tracks").GetInt64());
        Assert.Contains("Every row was compared: no difference.", await File.ReadAllTextAsync(Path.Combine(world.Data, "import", "report.txt")), StringComparison.Ordinal);
        Assert.Equal(await TablesAsync(run), await TablesAsync(world.Data));
    }

    [Fact]
    public async Task Import_KilledAndRunAgain_EndsAsAnUndisturbedRun()
    {
        using var world = await World.CreateAsync(tracks: 300, shards: 2, playlists: 200);
        var run = world.OtherData("run");
        await Platform.DoneAsync(world.RunArguments(run));
        // A kill before a step that was reached is one before it was written down.
        foreach (var marker in new[] { "steps.json", "bus.sqlite", "artifacts/tables/tracks/pointers" })
        {
            await using var import = Platform.Start("import", "--input", world.Input, "--data", world.Data);
            var path = marker.StartsWith("steps", StringComparison.Ordinal) ? Path.Combine(world.Data, "import", marker) : Path.Combine(world.Data, marker);
            while (!Path.Exists(path) && !import.HasExited)
                await Task.Delay(20);
            await import.KillAsync();
        }

        using var again = JsonDocument.Parse(await Platform.DoneAsync("import", "--input", world.Input, "--data", world.Data, "--json"));

        Assert.All(StepsOf(again), step => Assert.Equal("done", step.GetProperty("state").GetString()));
        Assert.Equal(await TablesAsync(run), await TablesAsync(world.Data));
    }

    [Fact]
    public async Task Import_ABadFile_NamesItAndDoesTheRest()
    {
        using var world = await World.CreateAsync(tracks: 300, shards: 2, playlists: 200);
        var shard = Directory.EnumerateFiles(world.Input, "*.jsonl.zst", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        Zstd.Write(shard, ["this is no JSON", "nor this"]);

        var finished = await Platform.RunAsync("import", "--input", world.Input, "--data", world.Data, "--json");

        Assert.Equal(3, finished.ExitCode);
        Assert.Contains($"{Path.GetFileName(shard)}: None of its first 20 lines is a track of shard", finished.Error, StringComparison.Ordinal);
        using var import = JsonDocument.Parse(finished.Output);
        Assert.Equal("incomplete", StepsOf(import).Single(step => step.GetProperty("step").GetString() == "validate").GetProperty("state").GetString());
        Assert.Equal("done", StepsOf(import).Single(step => step.GetProperty("step").GetString() == "mine").GetProperty("state").GetString());
    }

    private static JsonElement.ArrayEnumerator StepsOf(JsonDocument import) => import.RootElement.GetProperty("steps").EnumerateArray();

    private static long CountOf(JsonDocument import, string step, string name) =>
        StepsOf(import).Single(entry => entry.GetProperty("step").GetString() == step).GetProperty("counts").GetProperty(name).GetInt64();

    private static async Task<string> TablesAsync(string data)
    {
        using var tables = JsonDocument.Parse(await Platform.DoneAsync("tables", "--data", data, "--json"));
        return string.Join('\n', tables.RootElement.EnumerateArray().Select(table => $"{table.GetProperty("name")} {table.GetProperty("content_sha256")}"));
    }
}
