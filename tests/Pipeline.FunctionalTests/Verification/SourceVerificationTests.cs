using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Platform;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Verification.Source;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Verification;

/// <summary>An import is compared with its source, and each planted fault is found.</summary>
public sealed class SourceVerificationTests
{
    [Fact]
    public async Task VerifyFull_PlantedFaults_FindsEachAndNamesItsTable()
    {
        using var world = await ImportAsync();
        Assert.Empty(await FindAsync(world));
        var faults = PlantedFaults.All;

        foreach (var (what, table, change) in faults)
        {
            var undo = await PlantAsync(world, table, change);
            var found = await FindAsync(world);
            Assert.True(found.Any(difference => difference.StartsWith(CheckOf(table), StringComparison.Ordinal)), $"{what} of {table} was not found: {string.Join('\n', found)}");
            await undo();
        }

        // One more: two shards were swapped on disk, and a third was changed.
        var (one, other) = (Shard(world, "00"), Shard(world, "0a"));
        File.Move(one, one + ".kept");
        File.Move(other, one);
        File.Move(one + ".kept", other);
        var swapped = await FindAsync(world);
        Assert.Contains(swapped, difference => difference.Contains("00.jsonl.zst", StringComparison.Ordinal));
        Assert.Contains(swapped, difference => difference.Contains("0a.jsonl.zst", StringComparison.Ordinal));
        File.Move(one, one + ".kept");
        File.Move(other, one);
        File.Move(one + ".kept", other);
        Assert.Empty(await FindAsync(world));
        Assert.InRange(faults.Count, 30, 100);
    }

    [Fact]
    public async Task Verify_OfAnImport_StatesTheShareThatItRead()
    {
        using var world = await ImportAsync();

        using var full = JsonDocument.Parse(await Platform.DoneAsync("verify", "--input", world.Input, "--data", world.Data, "--full", "--json", "--expect", "tracks=400", "--expect", "shards=3"));
        using var sample = JsonDocument.Parse(await Platform.DoneAsync("verify", "--input", world.Input, "--data", world.Data, "--sample", "50", "--json"));

        Assert.All(Checks(full).Where(check => check.GetProperty("name").GetString() != "neighbours"), check => Assert.Equal(1, check.GetProperty("share").GetDouble()));
        var tracks = Checks(sample).Single(check => check.GetProperty("name").GetString() == "tracks");
        Assert.Equal(400, tracks.GetProperty("total").GetInt64());
        Assert.Equal(50, tracks.GetProperty("compared").GetInt64());
        Assert.Equal(0.125, tracks.GetProperty("share").GetDouble());
        var data = full.RootElement.GetProperty("data_set");
        using var status = JsonDocument.Parse(await Platform.DoneAsync("status", "--data", world.Data, "--json"));
        Assert.Equal(400, data.GetProperty("tracks").GetInt64());
        Assert.Equal(status.RootElement.GetProperty("analysis_sections").GetInt64(), data.GetProperty("sections").GetInt64());
        Assert.Equal(status.RootElement.GetProperty("pairs").GetInt64(), data.GetProperty("pairs").GetInt64());
        Assert.Equal(status.RootElement.GetProperty("matches").GetProperty("isrc_exact").GetInt64(), data.GetProperty("matches").GetProperty("isrc_exact").GetInt64());
        Assert.Contains("A sample was compared", await Platform.DoneAsync("verify", "--input", world.Input, "--data", world.Data, "--sample", "50"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_CountsOtherThanExpected_Fails()
    {
        using var world = await ImportAsync();

        var finished = await Platform.RunAsync("verify", "--input", world.Input, "--data", world.Data, "--sample", "5", "--expect", "tracks=500~10%", "--expect", "shards=3");

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("expected counts: tracks: the count should be 500 (within 10", finished.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Platform.RunAsync("verify", "--input", world.Input, "--data", world.Data, "--expect", "songs=5")).ExitCode);
        Assert.Equal(2, (await Platform.RunAsync("verify", "--data", world.Data)).ExitCode);
    }

    private static async Task<World> ImportAsync()
    {
        var world = await World.CreateAsync(tracks: 400, shards: 3, playlists: 300);
        await Platform.DoneAsync(world.RunArguments());
        await Platform.DoneAsync("precompute", "--data", world.Data, "--seeds", "50");
        return world;
    }

    private static string Shard(World world, string name) => Directory.EnumerateFiles(world.Input, $"{name}.jsonl.zst", SearchOption.AllDirectories).Single();

    private static JsonElement.ArrayEnumerator Checks(JsonDocument report) => report.RootElement.GetProperty("checks").EnumerateArray();

    private static string CheckOf(string table) => table.StartsWith("analysis-", StringComparison.Ordinal) ? "analysis:" : $"{table}:";

    private static async Task<List<string>> FindAsync(World world)
    {
        var data = new DataFolder(world.Data);
        await using var services = PlatformHost.Reading(data, world.Input);
        var verification = new SourceVerification(services, data, new DirectoryInfo(world.Input), new VerifyScope(Full: true, 100, 1), 1L << 30, new Progress<string>());
        var report = await verification.RunAsync(ExpectedCounts.Parse([]), CancellationToken.None);
        return [.. report.Checks.SelectMany(check => check.Shown.Select(difference => $"{check.Name}: {difference}"))];
    }

    /// <summary>Publishes a generation with other rows, and everything else as it is.</summary>
    /// <returns>Publishes the first one again.</returns>
    private static async Task<Func<Task>> PlantAsync(World world, string name, PlantedFaults.Change change)
    {
        var services = PlatformHost.Reading(new DataFolder(world.Data), world.Input);
        var store = services.GetRequiredService<TableStore>();
        var pointer = (await store.FindCurrentAsync(name, CancellationToken.None))!;
        var whole = await store.ReadAsync(name, pointer.Id, CancellationToken.None);
        var rows = new List<(byte[] Key, byte[] Value)>();
        using (var table = await store.OpenAsync(whole, CancellationToken.None))
        using (var scan = table.Scan())
            while (scan.MoveNext())
                rows.Add((scan.Key.ToArray(), scan.Value.ToArray()));
        change(rows);
        var plan = whole.Plan with { Units = 1, Rules = new(whole.Plan.Rules) { ["planted"] = Guid.NewGuid().ToString() } };
        await store.ListMissingUnitsAsync(plan, CancellationToken.None);
        using (var writer = store.Write(plan, 0))
        {
            foreach (var (key, value) in rows)
                writer.Add(key, value);
            foreach (var (count, value) in whole.Counts)
                writer.Count(count, value);
            foreach (var (reason, count) in whole.LeftOut)
                writer.LeaveOut(reason, count);
            await writer.CompleteAsync(CancellationToken.None);
        }

        await store.PublishAsync((await store.CompleteAsync(plan, null, CancellationToken.None))!, pointer.Revisions, "test", CancellationToken.None);
        return async () =>
        {
            await store.PublishAsync(whole, pointer.Revisions, "test", CancellationToken.None);
            await services.DisposeAsync();
        };
    }
}
