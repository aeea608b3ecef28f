using System.Net;
using Microsoft.AspNetCore.Http;
using SpotifyPlatform.BigQuery;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Testing;
using SpotifyPlatform.Testing.Artifacts;
using SpotifyPlatform.Testing.BigQuery;
using SpotifyPlatform.Testing.Crash;
using SpotifyPlatform.Testing.Storage;
using Xunit.Abstractions;

namespace SpotifyPlatform.Engines.IntegrationTests.BigQuery;

/// <summary>Each shard is loaded exactly once, whatever is killed, repeated or lost.</summary>
[Trait("Category", "Integration")]
public sealed class BigQueryWarehouseFaultTests(ITestOutputHelper log) : IDisposable
{
    /// <summary>Of a process that SIGKILL ended.</summary>
    private const int KilledExitCode = 137;

    private readonly TemporaryFolder folder = new();
    private readonly World random = new(seed: 20261128);

    [SkippableFact]
    public async Task Load_KilledTwentyTimes_LoadsEachShardOnce()
    {
        BigQueryServer.SkipIfAbsent();
        var (killed, expected) = (await WorldAsync("killed"), await WorldAsync("expected"));
        var (writer, other) = (killed.Writer(random), expected.Writer(random));
        var (shards, same) = (new List<ShardRows>(), new List<ShardRows>());
        // Twelve shards, of which six change; the first contents are announced too.
        foreach (var (revision, names) in new[] { (1, Enumerable.Range(0, 12)), (2, Enumerable.Range(0, 6)) })
            foreach (var i in names)
            {
                var analyses = writer.Analyses($"{i % 6}{(i < 6 ? 'k' : 'm')}", 20 + i + revision, 3);
                shards.Add(await writer.WriteAsync($"{i % 6}{(i < 6 ? 'k' : 'm')}", analyses) with { Revision = revision });
                same.Add(await other.WriteAsync($"{i % 6}{(i < 6 ? 'k' : 'm')}", analyses) with { Revision = revision });
            }

        var file = folder.File("shards");
        await WarehouseLoads.WriteAsync(file, shards);
        var (kills, done, moments) = (0, false, new Random(7));
        while (!done)
        {
            using var loader = CrashProgram.Start("warehouse", BigQueryServer.Address!, killed.Dataset, folder.File("killed"), file);
            Assert.Equal("ready", await loader.StandardOutput.ReadLineAsync());
            if (kills < 20)
            {
                await Task.Delay(moments.Next(30, 500));
                loader.Kill();
            }

            var output = await loader.StandardOutput.ReadToEndAsync();
            await loader.WaitForExitAsync();
            // A loader that has ended before the kill has loaded everything, and is no kill.
            var finished = loader.ExitCode == 0 && output.EndsWith("done\n", StringComparison.Ordinal);
            Assert.True(finished || (kills < 20 && loader.ExitCode == KilledExitCode), output);
            done = finished && kills == 20;
            if (!finished)
                kills++;
        }

        using var client = expected.Connect();
        await expected.Open(client).LoadManyAsync([.. same.Take(12)], default);
        await expected.Open(client).LoadManyAsync([.. same.Skip(12)], default);
        Assert.Equal(await BigQueryWorld.DigestAsync(client, expected.Dataset), await BigQueryWorld.DigestAsync(client, killed.Dataset));
        Assert.Empty(await killed.Open(client).VerifyAsync(default));
        Assert.Empty(await killed.Open(client).ListPendingAsync(default));
        log.WriteLine($"{kills} kills, {shards.Count} announcements");
    }

    [SkippableFact]
    public async Task Load_AnswersLost_LoadsEachShardOnce()
    {
        BigQueryServer.SkipIfAbsent();
        await using var proxy = await BucketProxy.StartAsync(BigQueryServer.Address!);
        var world = await WorldAsync("lost", proxy.Address);
        var writer = world.Writer(random);
        using var client = world.Connect();
        var warehouse = world.Open(client);
        var (first, _) = await writer.WriteAsync("0a", 20);
        var (second, latter) = await writer.WriteAsync("0a", 15);
        var (lost, seen) = (0, 0);
        // Of every third request for a job, insert, upload or query, the answer is lost after the server has done it.
        proxy.Decide = request => (request.Method != HttpMethods.Get || request.Path.Value!.Contains("/queries/", StringComparison.Ordinal)) && ++seen % 3 == 0 && ++lost > 0
            ? new Fault(FaultKind.LoseAnswer)
            : Fault.None;

        Assert.Equal(LoadOutcome.Loaded, await warehouse.LoadAsync(first with { Revision = 1 }, default));
        Assert.Equal(LoadOutcome.Loaded, await warehouse.LoadAsync(second with { Revision = 2 }, default));

        Assert.True(lost > 5, $"{lost} answers were lost");
        Assert.Empty(await warehouse.VerifyAsync(default));
        Assert.Equal((15, 150), Assert.Single((await warehouse.ListShardsAsync(default)).Select(shard => (shard.Tracks, shard.Sections))));
        Assert.Equal(latter[3].Sections, (await warehouse.FindAnalysisAsync(latter[3].Id, default))!.Sections);
        log.WriteLine($"{lost} answers lost of {proxy.Requests}");
    }

    [SkippableFact]
    public async Task Load_ChangedShard_IsSeenOldOrNewAndNeverBetween()
    {
        BigQueryServer.SkipIfAbsent();
        var world = await WorldAsync("replaced");
        var writer = world.Writer(random);
        using var client = world.Connect();
        var warehouse = world.Open(client);
        var contents = new List<ShardRows>();
        for (var i = 0; i < 4; i++)
            contents.Add((await writer.WriteAsync("0a", 40 + 10 * i, sectionsPerTrack: i + 1)).Rows with { Revision = i });
        await warehouse.LoadAsync(contents[0], default);
        var allowed = contents.Select(rows => (rows.Tracks.Rows, rows.Sections.Rows)).ToHashSet();
        var dataset = $"{BigQueryWorld.Project}.{world.Dataset}";
        using var ended = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            var reads = new List<(long, long)>();
            while (!ended.IsCancellationRequested)
            {
                var row = (await (await client.ExecuteQueryAsync(
                    $"SELECT (SELECT COUNT(*) FROM `{dataset}.spotify_audio_analysis_tracks`) AS t, (SELECT COUNT(*) FROM `{dataset}.spotify_audio_analysis_sections`) AS s", null)).ToListAsync(default)).Single();
                reads.Add(((long)row["t"]!, (long)row["s"]!));
            }

            return reads;
        });
        for (var i = 1; i < 4; i++)
            Assert.Equal(LoadOutcome.Loaded, await warehouse.LoadAsync(contents[i], default));
        await ended.CancelAsync();
        var seen = await reader;
        log.WriteLine($"{seen.Count} reads saw {string.Join(' ', seen.Distinct())}");
        Assert.All(seen, counts => Assert.Contains(counts, allowed));
        Assert.True(seen.Distinct().Count() > 1, "The reader saw no change.");
    }

    [SkippableFact]
    public async Task Load_ManyShards_TakesOneJobATable()
    {
        BigQueryServer.SkipIfAbsent();
        await using var proxy = await BucketProxy.StartAsync(BigQueryServer.Address!);
        var world = await WorldAsync("many", proxy.Address);
        using var client = world.Connect();
        var shards = new List<ShardRows>();
        foreach (var i in Enumerable.Range(0, 9))
            shards.Add((await world.Writer(random).WriteAsync($"{i % 6}{(i < 6 ? 'k' : 'm')}", 5)).Rows);
        // One of them is not what was announced; the others are loaded all the same.
        shards[4] = shards[4] with { Tracks = shards[4].Tracks with { Rows = 4 } };
        var uploads = 0;
        proxy.Decide = request =>
        {
            if (request.Path.StartsWithSegments("/upload", StringComparison.Ordinal) && request.Method == HttpMethods.Post)
                uploads++;
            return Fault.None;
        };

        var loads = await world.Open(client).LoadManyAsync(shards, default);

        Assert.Equal(2, uploads);
        Assert.Equal([4], Enumerable.Range(0, 9).Where(i => loads[i].Fault is not null));
        Assert.Equal(8, (await world.Open(client).ListShardsAsync(default)).Count);
    }

    [SkippableFact]
    public async Task Load_RowsThatBigQueryRefuses_AreGivenUpAndNothingStays()
    {
        BigQueryServer.SkipIfAbsent();
        var world = await WorldAsync("bad");
        var writer = world.Writer(random);
        using var client = world.Connect();
        var warehouse = world.Open(client);
        var (good, _) = await writer.WriteAsync("0a", 5);
        var id = writer.Ids("0b", 1).Single();
        var bad = await writer.WriteLinesAsync("0b", [(id, $$"""{"spotify_id":"{{id}}","tempo":"fast"}""", [])]);

        var loads = await warehouse.LoadManyAsync([good, bad], default);

        Assert.Equal((LoadOutcome.Loaded, true), (loads[0].Outcome, loads[1].Fault is InvalidDataException));
        Assert.Empty(await warehouse.VerifyAsync(default));
        Assert.Empty(await warehouse.ListPendingAsync(default));
        Assert.Equal(["0a"], (await warehouse.ListShardsAsync(default)).Select(shard => shard.Shard.Prefix));
    }

    [SkippableFact]
    public async Task Verify_RowsThatCameOrWentBehindTheLoader_AreNamedAndReloaded()
    {
        BigQueryServer.SkipIfAbsent();
        var world = await WorldAsync("verified");
        var writer = world.Writer(random);
        using var client = world.Connect();
        var warehouse = world.Open(client);
        foreach (var shard in new[] { "0a", "0b" })
            await warehouse.LoadAsync((await writer.WriteAsync(shard, 10)).Rows, default);
        await client.ExecuteQueryAsync($"DELETE FROM `{BigQueryWorld.Project}.{world.Dataset}.spotify_audio_analysis_sections` WHERE STARTS_WITH(spotify_id, '0b') AND section_index = 2", null);

        var difference = Assert.Single(await warehouse.VerifyAsync(default));

        Assert.Equal(("0b", 100L, 90L), (difference.Shard, difference.SectionsLoaded, difference.Sections));
        Assert.True(await warehouse.ReloadAsync(ShardId.Parse("0b"), default));
        Assert.Empty(await warehouse.VerifyAsync(default));
        Assert.False(await warehouse.ReloadAsync(ShardId.Parse("zz"), default));
    }

    [SkippableFact]
    public async Task Load_NoSuchDatasetOrNoAccess_SaysWhatToDo()
    {
        BigQueryServer.SkipIfAbsent();
        await using var proxy = await BucketProxy.StartAsync(BigQueryServer.Address!);
        var world = await WorldAsync("refused", proxy.Address);
        using var client = world.Connect();
        var rows = (await world.Writer(random).WriteAsync("0a", 1)).Rows;
        var missing = world.Open(client, otherDataset: "no_such_dataset");
        Assert.Contains("bq mk --dataset test-project:no_such_dataset", (await Assert.ThrowsAsync<StoreRefusedException>(() => missing.LoadAsync(rows, default))).Message, StringComparison.Ordinal);
        proxy.Decide = _ => new Fault(FaultKind.Answer, Status: HttpStatusCode.Forbidden);
        Assert.Contains("roles/bigquery.dataEditor", (await Assert.ThrowsAsync<StoreRefusedException>(() => world.Open(client).LoadAsync(rows, default))).Message, StringComparison.Ordinal);
        proxy.Decide = _ => new Fault(FaultKind.Answer, Status: HttpStatusCode.Unauthorized);
        Assert.Contains(BigQueryClientBuilder.KeyVariable, (await Assert.ThrowsAsync<StoreRefusedException>(() => world.Open(client).LoadAsync(rows, default))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private async Task<BigQueryWorld> WorldAsync(string name, string? address = null)
    {
        BigQueryServer.SkipIfAbsent();
        var place = folder.File(name);
        var world = new BigQueryWorld(address ?? BigQueryServer.Address!, BigQueryWorld.DatasetOf(place), place);
        using var client = world.Connect();
        await client.GetOrCreateDatasetAsync(world.Dataset, default);
        return world;
    }
}
