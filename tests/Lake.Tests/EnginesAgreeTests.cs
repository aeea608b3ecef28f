using SpotifyPlatform.Lake.Reports;
using SpotifyPlatform.Lake.Tests.Support;

namespace SpotifyPlatform.Lake.Tests;

/// <summary>The same generated files give the same rows of every model and report on DuckDB and on BigQuery.</summary>
[Trait("Category", "Integration")]
public sealed class EnginesAgreeTests
{
    private const int Artists = 120;

    private static readonly string[] Queries =
    [
        "SELECT artistId, artistName, ARRAY_TO_STRING(genres, ',') AS genres, popularity, followerCount, ARRAY_LENGTH(images) AS images, enrichedAt FROM {lake_spotify__normalized_artist_enrichment} ORDER BY artistId, enrichedAt",
        "SELECT artistId, artistName, ARRAY_TO_STRING(genres, ',') AS genres, popularity, followerCount, ARRAY_LENGTH(images) AS images, enrichedAt FROM {lake_spotify__stg_artist_enrichment} ORDER BY artistId",
        "SELECT artistId, artistName, ARRAY_TO_STRING(genres, ',') AS genres, popularity, followerCount, enrichedAt, enrichmentCount FROM {lake_spotify__svc_artist_enrichment} ORDER BY artistId",
        Hub("hub_music__stg_dim_artists"),
        Hub("hub_music__svc_dim_artists"),
    ];

    [SkippableFact]
    public async Task Models_OfGeneratedFiles_HaveTheSameRowsOnEveryEngine()
    {
        using var embedded = await LakeWorld.CreateAsync(new DuckDbServer());
        using var remote = await LakeWorld.CreateAsync(new BigQueryServer());
        for (var week = 0; week < 3; week++)
        {
            foreach (var world in new[] { embedded, remote })
            {
                if (week > 0)
                    world.Clock.Advance(TimeSpan.FromDays(7));
                await LoadAsync(world, new Random(100 + week));
            }
        }

        foreach (var query in Queries)
        {
            var rows = await embedded.RowsAsync(query);
            Assert.NotEmpty(rows);
            Assert.Equal(rows, await remote.RowsAsync(query));
        }

        foreach (var report in EnrichmentReports.All)
        {
            var rows = await ReportAsync(embedded, report);
            Assert.True(rows.Count > 0, $"{report.Name} has no rows.");
            Assert.Equal(rows, await ReportAsync(remote, report));
        }
    }

    private static string Hub(string table) => $$"""
        SELECT artistId, artistName, playCount, trackCount, msPlayed, firstPlayedAt, lastPlayedAt, discoveredAt, ARRAY_TO_STRING(genres, ',') AS genres, popularity, followerCount,
          imageurllarge, imageurlmedium, imageurlsmall, enrichedAt FROM {{{table}}} ORDER BY artistName, artistId, playCount
        """;

    /// <summary>Some artists without genres, popularity, followers or images, some of one name, some in another case, some enriched again, some long ago.</summary>
    private static Task LoadAsync(LakeWorld world, Random random)
    {
        var now = world.Clock.GetUtcNow();
        var enriched = Enumerable.Range(0, Artists).Where(_ => random.Next(3) > 0).Select(i => new ArtistRow(ArtistRow.IdOf(i), $"Artist {i % 100}", now.AddDays(-random.Next(0, 200)).AddSeconds(random.Next(60)))
        {
            Genres = random.Next(4) == 0 ? [] : [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => $"genre {random.Next(8)}").Distinct()],
            Popularity = random.Next(5) == 0 ? null : random.Next(101),
            Followers = random.Next(5) == 0 ? null : random.Next(1_000_000),
            ImageWidths = random.Next(4) == 0 ? [] : random.Next(3) == 0 ? [random.Next(2) == 0 ? null : 500] : [640, 320, 160],
        }).ToList();
        var heard = Enumerable.Range(0, Artists).Where(_ => random.Next(3) > 0).Select(i => i % 100).Distinct()
            .Select(i => new ListeningRow(random.Next(5) == 0 ? $"ARTIST {i}" : $"Artist {i}", random.Next(3) == 0 ? ArtistRow.IdOf(i) : null, 1 + random.Next(50), now)).ToList();
        return world.LoadAsync(enriched, heard);
    }

    private static async Task<IReadOnlyList<string>> ReportAsync(LakeWorld world, EnrichmentReport report) =>
        RowText.Of(await new EnrichmentReports(world.Warehouse, world.Clock).RunAsync(report, world.Target, "genre 1", CancellationToken.None));
}
