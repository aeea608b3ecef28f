using SpotifyPlatform.Lake.Ingest;
using SpotifyPlatform.Lake.Tests.Support;

namespace SpotifyPlatform.Lake.Tests.Ingest;

public abstract class FileIngestionTests
{
    private const string Name = "20251109T060000000_artist_enrichment.jsonl";
    private const string Table = "SELECT artistId, artistName, ARRAY_TO_STRING(genres, ',') AS genres, popularity, enrichedAt FROM {lake_spotify__normalized_artist_enrichment} ORDER BY artistId, enrichedAt";
    private static readonly DateTimeOffset Time = new(2025, 11, 9, 6, 0, 0, TimeSpan.Zero);
    private static readonly ArtistRow First = new(ArtistRow.IdOf(1), "A", Time) { Genres = ["x"], Popularity = 50 };
    private static readonly ArtistRow Second = new(ArtistRow.IdOf(2), "B", Time);
    private static readonly string[] Loaded = [$"{First.Id} | A | x | 50 | 2025-11-09 06:00:00", $"{Second.Id} | B |  | null | 2025-11-09 06:00:00"];

    private protected abstract IWarehouseServer Server { get; }

    [SkippableFact]
    public async Task Run_AFileThatLanded_IsInsertedAndArchived()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LandAsync(Name, $"{First}", "", $"{Second}");
        var file = Assert.Single((await world.IngestAsync("artist_enrichment")).Files);

        Assert.Equal((2, 2L, null), (file.Rows, file.Inserted, file.Refusal));
        Assert.Equal(Loaded, await world.RowsAsync(Table));
        Assert.Empty(await world.FilesAsync("landing"));
        Assert.StartsWith("20251109T060000000_artist_enrichment.", Assert.Single(await world.FilesAsync("archive")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Run_TheSameFileAgain_InsertsNothing()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        for (var i = 0; i < 2; i++)
        {
            await world.LandAsync(Name, $"{First}", $"{Second}");
            Assert.Equal(i == 0 ? 2 : 0, Assert.Single((await world.IngestAsync()).Files).Inserted);
        }

        Assert.Equal(Loaded, await world.RowsAsync(Table));
        Assert.Single(await world.FilesAsync("archive"));
    }

    [SkippableFact]
    public async Task Run_ARowTwiceInAFile_TakesTheLast()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LandAsync(Name, $"{First with { Name = "old" }}", $"{First}", $"{Second}");
        await world.IngestAsync();
        Assert.Equal(Loaded, await world.RowsAsync(Table));
    }

    [SkippableFact]
    public async Task Run_DryRun_InsertsAndMovesNothing()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LandAsync(Name, $"{First}", $"{Second}");
        await world.LandAsync("2_artist_enrichment.jsonl", "{}");
        var report = await world.IngestAsync("artist_enrichment", dryRun: true);

        Assert.Equal([2L, 0L], report.Files.Select(file => file.Rows));
        Assert.Equal(["line 1 has no artistId"], report.Refused.Select(file => file.Refusal));
        Assert.Equal([Name, "2_artist_enrichment.jsonl"], await world.FilesAsync("landing"));
        Assert.Null(await world.Warehouse.FindColumnsAsync(world.Target.Table("lake_spotify__normalized_artist_enrichment"), CancellationToken.None));
    }

    [SkippableFact]
    public async Task Run_WithoutAConfiguration_TakesEveryPendingKindByItsPattern()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LandAsync(Name, $"{First}");
        await world.LandAsync("1_artist_listening.jsonl", $"{new ListeningRow("A", null, 3, Time)}");
        await world.LandAsync("1_play_history.jsonl", "{}");
        Assert.Equal(["artist_enrichment", "artist_listening"], (await world.IngestAsync()).Files.Select(file => file.Config));

        Assert.Equal(["A | 3"], await world.RowsAsync("SELECT artistName, playCount FROM {lake_spotify__normalized_artist_listening}"));
        Assert.Equal(["1_play_history.jsonl"], await world.FilesAsync("landing"));
    }

    [SkippableFact]
    public async Task Run_AFileThatWasCut_StaysAndTheOthersAreTaken()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        var cut = $"{First}"[..60];
        await world.LandAsync("1_artist_enrichment.jsonl", $"{Second}", cut);
        await world.LandAsync("2_artist_enrichment.jsonl", $"{First}", $"{Second}");
        var report = await world.IngestAsync();

        Assert.StartsWith("line 2 is no JSON", Assert.Single(report.Refused).Refusal, StringComparison.Ordinal);
        Assert.Equal(Loaded, await world.RowsAsync(Table));
        Assert.Equal(["1_artist_enrichment.jsonl"], await world.FilesAsync("landing"));
    }

    /// <summary>Every call of the warehouse and of the store fails once, before its effect and after it; then the ingestion is repeated.</summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_AfterAFaultAtAnyCall_EndsAsWithoutOne(bool afterEffect)
    {
        for (var failing = 1; ; failing++)
        {
            using var world = await LakeWorld.CreateAsync(Server);
            await world.LandAsync(Name, $"{First}", $"{Second}");
            var faults = new CallFaults(failing, afterEffect);
            using var landing = new LandingFiles(new FailingStore(world.Store, faults), "spotify", "test");
            try
            {
                await world.Ingestion(new FailingWarehouse(world.Warehouse, faults)).RunAsync(new IngestRequest(world.Target), landing, progress: null, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                Assert.Empty((await world.IngestAsync()).Refused);
            }

            Assert.Equal(Loaded, await world.RowsAsync(Table));
            Assert.Empty(await world.FilesAsync("landing"));
            Assert.Single(await world.FilesAsync("archive"));
            if (failing > faults.Calls)
                break;
            Assert.True(failing < 20);
        }
    }

    [SkippableFact]
    public async Task Run_LinesAndFilesBeyondTheirBounds_AreRefused()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LandAsync("1_artist_enrichment.jsonl", $"{First}", new string('x', world.Options.MaxLineBytes + 1));
        Assert.Equal($"line 2 has more than {world.Options.MaxLineBytes} bytes (Lake:MaxLineBytes)", Assert.Single((await world.IngestAsync()).Refused).Refusal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(world.Options.ScratchFolder));
    }

    [SkippableFact]
    public async Task Upload_AFileAgain_HasOneEffectAndAnotherContentIsRefused()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        using var landing = new LandingFiles(world.Store, "spotify", "test");
        var path = world.File(Name);
        await File.WriteAllTextAsync(path, $"{First}\n");
        await landing.UploadAsync(path, CancellationToken.None);
        await landing.UploadAsync(path, CancellationToken.None);
        Assert.Equal([Name], await world.FilesAsync("landing"));
        await File.WriteAllTextAsync(path, $"{Second}\n");
        await Assert.ThrowsAsync<IOException>(() => landing.UploadAsync(path, CancellationToken.None));
    }
}

public sealed class DuckDbIngestionTests : FileIngestionTests
{
    private protected override IWarehouseServer Server { get; } = new DuckDbServer();
}

[Trait("Category", "Integration")]
public sealed class BigQueryIngestionTests : FileIngestionTests
{
    private protected override IWarehouseServer Server { get; } = new BigQueryServer();
}
