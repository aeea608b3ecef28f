using SpotifyPlatform.Lake.Candidates;
using SpotifyPlatform.Lake.Fetch;
using SpotifyPlatform.Lake.Reports;
using SpotifyPlatform.Lake.Tests.Support;
using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake.Tests.Reports;

public abstract class EnrichmentReportsTests
{
    private static readonly DateTimeOffset Now = new(2025, 11, 9, 6, 0, 0, TimeSpan.Zero);

    private protected abstract IWarehouseServer Server { get; }

    [SkippableFact]
    public async Task Coverage_ArtistsWithoutEnrichment_AreCountedAndRoundedToTwoDigits()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LoadAsync([Artist(1), Artist(1) with { EnrichedAt = Now.AddDays(-1) }], [Heard(1), Heard(2), new ListeningRow("Name alone", null, 1, Now)]);
        Assert.Equal(["2 | 66.67"], await RunAsync(world, "coverage"));
    }

    [SkippableFact]
    public async Task Coverage_OfAnEmptyHub_HasNoPercentage()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LoadAsync([Artist(1)], []);
        Assert.Equal(["0 | null"], await RunAsync(world, "coverage"));
    }

    [SkippableFact]
    public async Task Stale_ArtistsNotEnrichedFor90Days_ComeOldestFirstAndAtMost20()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LoadAsync(
            [
                .. Enumerable.Range(0, 22).Select(i => Artist(i) with { EnrichedAt = Now.AddDays(-100 - i) }),
                Artist(50) with { EnrichedAt = Now.AddDays(-500) }, Artist(50), Artist(51) with { EnrichedAt = Now.AddDays(-90) }, Artist(52) with { EnrichedAt = Now.AddDays(-90).AddSeconds(-1) },
            ],
            []);
        var rows = await RunAsync(world, "stale");
        Assert.Equal(20, rows.Count);
        Assert.Equal($"{ArtistRow.IdOf(21)} | Artist 21 | 2025-07-11 06:00:00 | 121", rows[0]);
        Assert.DoesNotContain(rows, row => row.Contains("Artist 5", StringComparison.Ordinal) && row.Contains(ArtistRow.IdOf(50), StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Stale_AnArtistJustPast90Days_IsStaleAndOneAt90DaysIsNot()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LoadAsync([Artist(1) with { EnrichedAt = Now.AddDays(-90) }, Artist(2) with { EnrichedAt = Now.AddDays(-90).AddSeconds(-1) }], []);
        Assert.Equal([$"{ArtistRow.IdOf(2)} | Artist 2 | 2025-08-11 05:59:59 | 90"], await RunAsync(world, "stale"));
    }

    [SkippableFact]
    public async Task Latest_EnrichmentsOfTheLast7Days_AreSummedByDateNewestFirst()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LoadAsync(
            [
                Artist(1) with { Genres = ["x"], Popularity = 10, Followers = 1 }, Artist(2) with { Popularity = 15, Followers = 2 }, Artist(3) with { Genres = ["y"] },
                Artist(4) with { EnrichedAt = Now.AddDays(-7), Popularity = 1, Followers = 3 }, Artist(5) with { EnrichedAt = Now.AddDays(-7).AddSeconds(-1) },
            ],
            []);
        Assert.Equal(["2025-11-09 | 3 | 2 | 12.5 | 2", "2025-11-02 | 1 | 0 | 1 | 3"], await RunAsync(world, "latest"));
    }

    [SkippableFact]
    public async Task Genre_ArtistsOfAGenre_ComeMostPopularFirstAndAtMost20()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        var artists = Enumerable.Range(0, 22).Select(i => Artist(i) with { Genres = ["indie rock", "it's"], Popularity = i == 3 ? null : i, Followers = i }).Append(Artist(60) with { Genres = ["indie"] }).ToList();
        await world.LoadAsync(artists, artists.Select((_, i) => Heard(i)).Append(Heard(60)));
        var rows = await RunAsync(world, "genre", "indie rock");
        Assert.Equal(20, rows.Count);
        Assert.Equal("Artist 21 | 21 | 21 | indie rock, it's", rows[0]);
        Assert.Equal(rows, await RunAsync(world, "genre", "it's"));
        Assert.Empty(await RunAsync(world, "genre", "' OR TRUE --"));
    }

    [SkippableFact]
    public async Task Genres_OfTheLibrary_ComeByArtistsAndAtMost30()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LoadAsync(
            [Artist(1) with { Genres = ["a", "b", .. Enumerable.Range(10, 30).Select(i => $"g{i}")], Popularity = 10 }, Artist(2) with { Genres = ["b"], Popularity = 15 }, Artist(3) with { Genres = ["c"] }],
            [Heard(1), Heard(2)]);
        var rows = await RunAsync(world, "genres");
        Assert.Equal(30, rows.Count);
        Assert.Equal(["b | 2 | 12.5", "a | 1 | 10", "g10 | 1 | 10"], rows.Take(3));
    }

    [SkippableFact]
    public async Task Images_ArtistsWithAnImage_ComeMostPopularFirstAndAtMost20()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        var artists = Enumerable.Range(0, 23).Select(i => Artist(i) with { Popularity = i, ImageWidths = i == 22 ? [] : [640] }).ToList();
        await world.LoadAsync(artists, artists.Select((_, i) => Heard(i)));
        var rows = await RunAsync(world, "images");
        Assert.Equal(20, rows.Count);
        Assert.Equal($"Artist 21 | 21 | null | https://i.example/{ArtistRow.IdOf(21)}/640", rows[0]);
    }

    [SkippableFact]
    public async Task Run_BeforeAnythingWasIngested_NamesTheCommands()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        var refused = await Assert.ThrowsAsync<WarehouseRefusedException>(() => RunAsync(world, "genres"));
        Assert.Contains("platform enrichment ingest --env dev, then platform models run --target dev", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Candidates_OfEachMode_AreTheHubsArtistsWithoutEnrichment()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await world.LoadAsync([Artist(1)], [Heard(1) with { SnapshotAt = Now.AddDays(-8) }, Heard(2) with { SnapshotAt = Now.AddDays(-8) }]);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.LoadAsync([], [Heard(1), Heard(2), new ListeningRow("New", null, 9, Now)]);
        var candidates = new ArtistCandidates(world.Warehouse, world.Clock);

        Assert.Equal([new(null, "New"), new(ArtistRow.IdOf(2), "Artist 2")], await candidates.ListAsync(EnrichmentMode.Backfill, force: false, world.Target, CancellationToken.None));
        Assert.Equal([new(null, "New")], await candidates.ListAsync(EnrichmentMode.Incremental, force: false, world.Target, CancellationToken.None));
        Assert.Equal(3, (await candidates.ListAsync(EnrichmentMode.Backfill, force: true, world.Target, CancellationToken.None)).Count);
        var plan = await new EnrichmentFetch(candidates, []).PlanAsync(EnrichmentMode.Backfill, force: false, world.Target, CancellationToken.None);
        Assert.Equal((2, 2, null), (plan.Count, plan.First.Count, plan.Estimate));
    }

    [SkippableFact]
    public async Task ExplainNothing_SaysWhichTableIsEmptyAndWhatToDo()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        var fetch = new EnrichmentFetch(new ArtistCandidates(world.Warehouse, world.Clock), []);
        await world.RunModelsAsync();
        Assert.Contains("has 0 artists", await fetch.ExplainNothingAsync(EnrichmentMode.Backfill, world.Target, CancellationToken.None), StringComparison.Ordinal);
        await world.LoadAsync([Artist(1)], [Heard(1)]);
        Assert.Contains("has 1 artists, lake_spotify__normalized_artist_enrichment 1 rows. --mode backfill --force", await fetch.ExplainNothingAsync(EnrichmentMode.Backfill, world.Target, CancellationToken.None), StringComparison.Ordinal);
        Assert.Contains("none was discovered in the last 7 days", await fetch.ExplainNothingAsync(EnrichmentMode.Incremental, world.Target, CancellationToken.None), StringComparison.Ordinal);
        Assert.Null(await fetch.RunAsync(EnrichmentMode.Backfill, force: false, world.Target, world.File("output"), progress: null, CancellationToken.None));
    }

    private static ArtistRow Artist(int number) => new(ArtistRow.IdOf(number), $"Artist {number}", Now);

    private static ListeningRow Heard(int number) => new($"Artist {number}", ArtistRow.IdOf(number), 1, Now);

    private static async Task<IReadOnlyList<string>> RunAsync(LakeWorld world, string report, string? genre = null) => RowText.Of(
        await new EnrichmentReports(world.Warehouse, world.Clock).RunAsync(EnrichmentReports.All.Single(known => known.Name == report), world.Target, genre, CancellationToken.None));
}

public sealed class DuckDbReportTests : EnrichmentReportsTests
{
    private protected override IWarehouseServer Server { get; } = new DuckDbServer();
}

[Trait("Category", "Integration")]
public sealed class BigQueryReportTests : EnrichmentReportsTests
{
    private protected override IWarehouseServer Server { get; } = new BigQueryServer();
}
