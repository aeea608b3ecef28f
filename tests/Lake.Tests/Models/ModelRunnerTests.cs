using SpotifyPlatform.Lake.Models;
using SpotifyPlatform.Lake.Tests.Support;
using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake.Tests.Models;

public abstract class ModelRunnerTests
{
    private const string Service = """
        SELECT artistId, artistName, ARRAY_TO_STRING(genres, ',') AS genres, popularity, followerCount, ARRAY_LENGTH(images) AS images, enrichedAt, enrichmentCount
        FROM {lake_spotify__svc_artist_enrichment} ORDER BY artistId
        """;

    private const string Hub = """
        SELECT artistId, artistName, playCount, discoveredAt, ARRAY_TO_STRING(genres, ',') AS genres, popularity, followerCount, imageurllarge, imageurlmedium, imageurlsmall, enrichedAt
        FROM {hub_music__svc_dim_artists} ORDER BY artistName
        """;

    private static readonly DateTimeOffset Time = new(2025, 11, 9, 5, 0, 0, TimeSpan.Zero);

    private protected abstract IWarehouseServer Server { get; }

    [SkippableFact]
    public async Task Run_SeveralAnswersAboutAnArtist_TheLatestWinsAndKeepsWhatItLacks()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        var artist = new ArtistRow(ArtistRow.IdOf(1), "Old name", Time.AddDays(-2)) { Genres = ["a", "b"], Popularity = 70, Followers = 9, ImageWidths = [640] };
        await world.LoadAsync([artist, artist with { Name = "Name", EnrichedAt = Time, Genres = [], Popularity = null, Followers = null, ImageWidths = [] }], []);
        Assert.Equal([$"{artist.Id} | Name | a,b | 70 | 9 | 0 | 2025-11-09 05:00:00 | 2"], await world.RowsAsync(Service));
    }

    [SkippableFact]
    public async Task Run_AnOlderAnswerThatIsIngestedLate_ChangesTheIncrementalTableToo()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        var artist = new ArtistRow(ArtistRow.IdOf(1), "Name", Time);
        await world.LoadAsync([artist], []);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.LoadAsync([artist with { EnrichedAt = Time.AddDays(-9), Genres = ["late"] }], []);
        Assert.Equal([$"{artist.Id} | Name | late | null | null | 0 | 2025-11-09 05:00:00 | 2"], await world.RowsAsync(Service));
    }

    [SkippableFact]
    public async Task Run_Again_WritesNoRowOfTheIncrementalTable()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LoadAsync([new ArtistRow(ArtistRow.IdOf(1), "A", Time) { Genres = ["x"] }], []);
        var again = await world.RunModelsAsync();
        Assert.Equal(0, again.Single(run => run.Materialization == Materialization.Incremental).Rows);
    }

    /// <summary>The seed is fixed; files are ingested in random order and the models run between them.</summary>
    [SkippableFact]
    public async Task Run_AfterAnySequenceOfFiles_EndsAsAFullRefresh()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        var random = new Random(26);
        for (var file = 0; file < 6; file++)
        {
            await world.LoadAsync(
                Enumerable.Range(0, 8).Select(_ => new ArtistRow(ArtistRow.IdOf(random.Next(6)), $"N{random.Next(3)}", Time.AddHours(-random.Next(1000)))
                {
                    Genres = random.Next(2) == 0 ? [] : [$"g{random.Next(3)}"],
                    Popularity = random.Next(3) == 0 ? null : random.Next(100),
                    ImageWidths = random.Next(2) == 0 ? [] : [640, 160],
                }),
                [new ListeningRow($"N{random.Next(3)}", null, random.Next(10), world.Clock.GetUtcNow())]);
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var (service, hub) = (await world.RowsAsync(Service), await world.RowsAsync(Hub));
        Assert.NotEmpty(hub);
        await world.RunModelsAsync(fullRefresh: true);
        Assert.Equal(service, await world.RowsAsync(Service));
        Assert.Equal(hub, await world.RowsAsync(Hub));
    }

    [SkippableFact]
    public async Task Run_TheHub_JoinsListeningByIdElseByANameOfOneArtist()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LoadAsync(
            [
                new ArtistRow(ArtistRow.IdOf(1), "Renamed", Time) { Genres = ["x"], Popularity = 1, ImageWidths = [160, 640, 320] },
                new ArtistRow(ArtistRow.IdOf(2), "By name", Time) { ImageWidths = [300, 1000] },
                new ArtistRow(ArtistRow.IdOf(3), "Twins", Time), new ArtistRow(ArtistRow.IdOf(4), "Twins", Time), new ArtistRow(ArtistRow.IdOf(5), "Never heard", Time),
            ],
            [
                new ListeningRow("By id", ArtistRow.IdOf(1), 3, Time), new ListeningRow("By name", null, 2, Time), new ListeningRow("Twins", null, 1, Time),
                new ListeningRow("Unknown", ArtistRow.IdOf(9), 4, Time),
            ]);
        Assert.Equal(
            [
                $"{ArtistRow.IdOf(2)} | By name | 2 | 2025-11-09 05:00:00 |  | null | null | {Url(2, 1000)} | null | null | 2025-11-09 05:00:00",
                $"{ArtistRow.IdOf(1)} | Renamed | 3 | 2025-11-09 05:00:00 | x | 1 | null | {Url(1, 640)} | {Url(1, 320)} | {Url(1, 160)} | 2025-11-09 05:00:00",
                "null | Twins | 1 | 2025-11-09 05:00:00 | null | null | null | null | null | null | null",
                $"{ArtistRow.IdOf(9)} | Unknown | 4 | 2025-11-09 05:00:00 | null | null | null | null | null | null | null",
            ],
            await world.RowsAsync(Hub.Replace("ARRAY_TO_STRING(genres, ',')", "IF(enrichedAt IS NULL, NULL, ARRAY_TO_STRING(genres, ','))", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task Run_ALaterSnapshot_ReplacesTheStatisticsAndKeepsTheDiscovery()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LoadAsync([], [new ListeningRow("A", null, 1, Time.AddDays(-7)), new ListeningRow("Gone", null, 1, Time.AddDays(-7))]);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.LoadAsync([], [new ListeningRow("A", null, 5, Time), new ListeningRow("New", null, 1, Time)]);
        Assert.Equal(["A | 5 | 2025-11-02 05:00:00", "New | 1 | 2025-11-09 05:00:00"], await world.RowsAsync("SELECT artistName, playCount, discoveredAt FROM {hub_music__svc_dim_artists} ORDER BY artistName"));
    }

    [SkippableFact]
    public async Task Run_AModelWhoseInputWasNeverMade_NamesTheCommand()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        var refused = await Assert.ThrowsAsync<WarehouseRefusedException>(() =>
            new ModelRunner(world.Warehouse, world.Metrics).RunAsync("hub_music__svc_dim_artists", world.Target, fullRefresh: false, progress: null, CancellationToken.None));
        Assert.EndsWith("Run: platform models run hub_music__stg_dim_artists+ --target dev", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Run_AfterAFaultAtAnyCall_EndsAsWithoutOne()
    {
        for (var failing = 1; ; failing++)
        {
            using var world = await LakeWorld.CreateAsync(Server);
            await world.LandAsync("1_artist_enrichment.jsonl", $"{new ArtistRow(ArtistRow.IdOf(1), "A", Time)}");
            await world.LandAsync("1_artist_listening.jsonl", $"{new ListeningRow("A", null, 1, Time)}");
            await world.IngestAsync();
            var faults = new CallFaults(failing, afterEffect: true);
            try
            {
                await new ModelRunner(new FailingWarehouse(world.Warehouse, faults), world.Metrics).RunAsync(LakeWorld.Selection, world.Target, fullRefresh: false, progress: null, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                await world.RunModelsAsync();
            }

            Assert.Equal([$"{ArtistRow.IdOf(1)} | A | 1"], await world.RowsAsync("SELECT artistId, artistName, playCount FROM {hub_music__svc_dim_artists}"));
            if (failing > faults.Calls)
                break;
            Assert.True(failing < 40);
        }
    }

    private static string Url(int artist, int width) => $"https://i.example/{ArtistRow.IdOf(artist)}/{width}";
}

public sealed class DuckDbModelTests : ModelRunnerTests
{
    private protected override IWarehouseServer Server { get; } = new DuckDbServer();
}

[Trait("Category", "Integration")]
public sealed class BigQueryModelTests : ModelRunnerTests
{
    private protected override IWarehouseServer Server { get; } = new BigQueryServer();
}
