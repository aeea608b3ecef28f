using SpotifyPlatform.Lake.Candidates;
using SpotifyPlatform.Lake.Ingest;
using SpotifyPlatform.Lake.Models;
using SpotifyPlatform.Lake.Reports;
using SpotifyPlatform.Lake.Tests.Support;
using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake.Tests;

/// <summary>Tables, columns and constants as the source document <c>artist-enrichment.md</c> names them; the lists are written from it.</summary>
public sealed class SourceDocumentTests
{
    /// <summary>"Data Enriched", in its order.</summary>
    private static readonly (string Field, string Type)[] DataEnriched =
    [
        ("artistId", "STRING"), ("artistName", "STRING"), ("genres", "ARRAY<STRING>"), ("popularity", "INT64"), ("followerCount", "INT64"),
        ("images", "ARRAY<RECORD>"), ("externalUrls", "RECORD"), ("enrichedAt", "TIMESTAMP"),
    ];

    /// <summary>"Architecture", with the columns that the document's queries read of each.</summary>
    private static readonly Dictionary<string, string[]> Tables = new()
    {
        ["lake_spotify__normalized_artist_enrichment"] = [.. DataEnriched.Select(field => field.Field)],
        ["lake_spotify__stg_artist_enrichment"] = [.. DataEnriched.Select(field => field.Field)],
        ["lake_spotify__svc_artist_enrichment"] = [.. DataEnriched.Select(field => field.Field)],
        ["hub_music__stg_dim_artists"] = ["artistId", "artistName", "genres", "popularity", "followerCount", "imageurllarge"],
        ["hub_music__svc_dim_artists"] = ["artistId", "artistName", "genres", "popularity", "followerCount", "imageurllarge"],
    };

    /// <summary>"Monitoring &amp; Validation" and "Examples": columns, limit and rounding of each query.</summary>
    private static readonly Dictionary<string, (string[] Columns, string[] Texts)> Queries = new()
    {
        ["coverage"] = (["unenriched_artist_count", "pct_missing"], ["ROUND(COUNT(*) * 100.0 /", ", 2)", "WHERE enrich.artistId IS NULL"]),
        ["stale"] = (["artistId", "artistName", "enrichedAt", "days_since_enrichment"], ["INTERVAL 90 DAY", "ORDER BY days_since_enrichment DESC", "LIMIT 20"]),
        ["latest"] = (
            ["enrichment_date", "artist_count", "artists_with_genres", "avg_popularity", "avg_followers"],
            ["COUNT(DISTINCT CASE WHEN ARRAY_LENGTH(genres) > 0 THEN artistId END)", "ROUND(AVG(popularity), 1)", "ROUND(AVG(followerCount), 0)", "INTERVAL 7 DAY", "ORDER BY enrichment_date DESC"]),
        ["genre"] = (["artistName", "popularity", "followerCount", "genre_list"], ["ARRAY_TO_STRING(genres, ', ')", "ORDER BY popularity DESC", "LIMIT 20"]),
        ["genres"] = (["genre", "artist_count", "avg_popularity"], ["COUNT(DISTINCT artistId)", "ROUND(AVG(popularity), 1)", "ORDER BY artist_count DESC", "LIMIT 30"]),
        ["images"] = (["artistName", "popularity", "followerCount", "profile_image"], ["imageurllarge AS profile_image", "WHERE imageurllarge IS NOT NULL", "ORDER BY popularity DESC", "LIMIT 20"]),
    };

    [Fact]
    public async Task Tables_OfTheDocument_HaveItsColumns()
    {
        using var world = await LakeWorld.CreateAsync(new DuckDbServer());
        await world.LoadAsync([], []);
        foreach (var (table, columns) in Tables)
        {
            var found = await world.Warehouse.FindColumnsAsync(world.Target.Table(table), CancellationToken.None);
            Assert.NotNull(found);
            Assert.Empty(columns.Except(found));
        }
    }

    [Fact]
    public void Columns_OfTheIngestedTable_HaveTheDocumentsTypesAndClustering()
    {
        var config = IngestConfigs.Select("artist_enrichment").Single();
        Assert.Equal(DataEnriched, config.Columns.Select(column => (column.Name, column.Repeated ? $"ARRAY<{Name(column.Type)}>" : Name(column.Type))));
        Assert.Equal(["artistId"], config.ClusterBy);
        Assert.Equal(["url", "height", "width"], config.Columns.Single(column => column.Name == "images").Columns!.Select(column => column.Name));
        Assert.True(config.Matches("20251109T060000000_artist_enrichment.jsonl"));

        static string Name(ColumnType type) => type.ToString().ToUpperInvariant();
    }

    [Fact]
    public void Models_OfTheDocument_RunInItsOrder()
    {
        Assert.Equal(Tables.Keys.Skip(1), ModelGraph.BuiltIn.Select("lake_spotify__stg_artist_enrichment+").Select(model => model.Name));
        Assert.Equal(Materialization.Incremental, ModelGraph.BuiltIn.Models.Single(model => model.Name == "lake_spotify__svc_artist_enrichment").Materialization);
        Assert.Equal(Materialization.Table, ModelGraph.BuiltIn.Models.Single(model => model.Name == "hub_music__svc_dim_artists").Materialization);
    }

    [Fact]
    public async Task Reports_OfTheDocument_HaveItsColumnsLimitsAndRounding()
    {
        Assert.Equal(Queries.Keys, EnrichmentReports.All.Select(report => report.Name));
        using var world = await LakeWorld.CreateAsync(new DuckDbServer());
        await world.LoadAsync(
            [new ArtistRow(ArtistRow.IdOf(1), "A", world.Clock.GetUtcNow()) { Genres = ["x"], ImageWidths = [640] }, new ArtistRow(ArtistRow.IdOf(2), "B", world.Clock.GetUtcNow().AddDays(-91))],
            [new ListeningRow("A", ArtistRow.IdOf(1), 1, world.Clock.GetUtcNow())]);
        foreach (var report in EnrichmentReports.All)
        {
            var rows = await new EnrichmentReports(world.Warehouse, world.Clock).RunAsync(report, world.Target, "x", CancellationToken.None);
            Assert.Equal(Queries[report.Name].Columns, rows[0].Names);
            foreach (var text in from file in new[] { $"{report.Name}.sql", $"{report.Name}.duckdb.sql" }
                                 where Sql.ContainsKey(file)
                                 from text in Queries[report.Name].Texts
                                 where !Sql[file].Contains(text, StringComparison.Ordinal)
                                 select $"{file} has no {text}")
                Assert.Fail(text);
        }
    }

    /// <summary>The data set of the hub follows from that of the lake; names of other data sets are refused.</summary>
    [Theory]
    [InlineData("dp_lake_dev", "dp_hub_dev")]
    [InlineData("dp_lake_prd", "dp_hub_prd")]
    public void Target_OfALakesDataset_HasTheHubsName(string lake, string hub) => Assert.Equal((lake, hub), (LakeTarget.Of("dev", lake).LakeDataset, LakeTarget.Of("dev", lake).HubDataset));

    [Fact]
    public void Target_OfEachEnvironment_HasTheDocumentsNames()
    {
        Assert.Equal(["dp_lake_dev", "dp_lake_prd"], LakeTarget.Environments.Select(environment => LakeTarget.Of(environment).LakeDataset));
        Assert.Throws<FormatException>(() => LakeTarget.Of("prod"));
        Assert.Throws<FormatException>(() => LakeTarget.Of("dev", "dp_hub_dev"));
        Assert.Throws<FormatException>(() => LakeTarget.Of("dev", "x_lake`; DROP"));
    }

    [Fact]
    public void Constants_OfTheDocument_AreTheDefaults()
    {
        var options = new LakeOptions();
        Assert.Equal(("0 7 * * 0", "Europe/Paris", "prd"), (options.Weekly.Schedule, options.Weekly.TimeZone, options.Weekly.Environment));
        Assert.Equal("spotify", options.Prefix);
        Assert.Equal("some-bucket-prd", new LakeOptions { Bucket = "some-bucket-{env}" }.BucketOf("prd"));
        Assert.Equal(["Backfill", "Incremental"], Enum.GetNames<EnrichmentMode>());
    }

    private static SortedDictionary<string, string> Sql { get; } = Resources.Read("Reports.Sql.");
}
