using System.Text.Json;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>The counterpart of every command of the source document on artist enrichment, from an export to the reports.</summary>
public sealed class EnrichmentCommandTests : IDisposable
{
    private const string Export = """
        [{"ts":"2024-01-15T10:03:01Z","ms_played":181000,"master_metadata_track_name":"Song 1","master_metadata_album_artist_name":"Invented Band",
          "spotify_track_uri":"spotify:track:0Invented0000000000001"},
         {"ts":"2024-01-16T10:03:01Z","ms_played":181000,"master_metadata_track_name":"Song 2","master_metadata_album_artist_name":"Other Band",
          "spotify_track_uri":"spotify:track:0Invented0000000000002"}]
        """;

    private readonly TemporaryFolder folder = new();
    private readonly string data;
    private readonly string output;

    public EnrichmentCommandTests()
    {
        data = folder.File("data");
        output = folder.File("output");
        Directory.CreateDirectory(output);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Commands_FromAnExportToTheReports_DoWhatTheSourceDocumentSays()
    {
        var export = folder.File("Streaming_History_Audio_2024.json");
        File.WriteAllText(export, Export);
        await RunAsync("listening", "ingest", export);
        await RunAsync("enrichment", "listening", "--env", "dev");
        await RunAsync("enrichment", "ingest", "--env", "dev");
        await RunAsync("models", "run", "lake_spotify__stg_artist_enrichment+");

        var planned = await RunAsync("enrichment", "fetch", "--mode", "backfill", "--dry-run", "--dataset", "dp_lake_dev");
        Assert.Contains("2 artists need enrichment.", planned, StringComparison.Ordinal);
        Assert.Contains("Invented Band", planned, StringComparison.Ordinal);
        Assert.Contains("2 artists need enrichment.", await RunAsync("enrichment", "fetch", "--mode", "incremental", "--dry-run"), StringComparison.Ordinal);

        var file = Path.Combine(output, "20251109T060000000_artist_enrichment.jsonl");
        await File.WriteAllTextAsync(file, """{"artistId":"0000000000000000000001","artistName":"Invented Band","genres":["indie rock"],"popularity":61,"followerCount":7,"images":[{"url":"https://i.example/640","height":640,"width":640}],"externalUrls":{"spotify":"https://open.spotify.com/artist/0000000000000000000001"},"enrichedAt":"2025-11-09T06:00:00Z"}""" + "\n");
        Assert.Contains("1 files uploaded.", await RunAsync("enrichment", "upload", output, "--env", "dev"), StringComparison.Ordinal);
        Assert.False(File.Exists(file));

        var log = folder.File("logs/enrichment.log");
        Assert.Contains("1 files with 1 rows are valid; nothing was inserted or moved.", await RunAsync("enrichment", "ingest", "--config", "artist_enrichment", "--env", "dev", "--dry-run"), StringComparison.Ordinal);
        Assert.Contains("1 files with 1 rows ingested, 1 rows are new.", await RunAsync("enrichment", "ingest", "--config", "artist_enrichment", "--env", "dev", "--log-file", log), StringComparison.Ordinal);
        Assert.Contains("20251109T060000000_artist_enrichment.jsonl: 1 rows, 1 of them new", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
        await RunAsync("models", "run", "lake_spotify__stg_artist_enrichment+", "--target", "dev");

        Assert.Equal("""[{"unenriched_artist_count":1,"pct_missing":50}]""", await ReportAsync("coverage"));
        Assert.Contains("\"artistName\":\"Invented Band\"", await ReportAsync("stale"), StringComparison.Ordinal);
        Assert.Equal("[]", await ReportAsync("latest"));
        Assert.Equal("""[{"artistName":"Invented Band","popularity":61,"followerCount":7,"genre_list":"indie rock"}]""", await ReportAsync("genre", "indie rock"));
        Assert.Equal("""[{"genre":"indie rock","artist_count":1,"avg_popularity":61}]""", await ReportAsync("genres"));
        Assert.Equal("""[{"artistName":"Invented Band","popularity":61,"followerCount":7,"profile_image":"https://i.example/640"}]""", await ReportAsync("images"));
        Assert.Contains("not comparable over time", await RunAsync("enrichment", "genres"), StringComparison.Ordinal);
        Assert.Contains("hub_music__svc_dim_artists", await Platform.DoneAsync("models", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_OnAnEmptyFolder_SayWhatIsMissing()
    {
        await FailsAsync(1, "There is no table dp_hub_prd.hub_music__svc_dim_artists yet.", "enrichment", "coverage", "--env", "prd");
        await FailsAsync(1, "BigQuery dataset not found", "enrichment", "genres", "--dataset", "dp_lake_mistyped");
        await FailsAsync(1, "Account 'me' has no plays.", "enrichment", "listening");
        await FailsAsync(2, "no ingest configuration 'artists'", "enrichment", "ingest", "--config", "artists");
        await FailsAsync(2, "no data set of a lake", "models", "run", "--dataset", "dp_hub_dev");
        await FailsAsync(2, "There is no model 'artists'", "models", "run", "artists+");
        Assert.Contains("No pending files", await RunAsync("enrichment", "ingest", "--env", "prd"), StringComparison.Ordinal);
        await RunAsync("models", "run", "--target", "dev");
        Assert.Contains("0 artists need enrichment.", await RunAsync("enrichment", "fetch", "--dry-run"), StringComparison.Ordinal);
        Assert.Contains("No artists to enrich: dp_hub_dev.hub_music__svc_dim_artists has 0 artists", await RunAsync("enrichment", "fetch", "--output-dir", output), StringComparison.Ordinal);
        Assert.Contains("The weekly enrichment is done.", await RunAsync("enrichment", "weekly", "--env", "dev"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingest_AFileThatIsRefused_EndsWithExitCode3AndKeepsIt()
    {
        await File.WriteAllTextAsync(Path.Combine(output, "1_artist_enrichment.jsonl"), "{}\n");
        await RunAsync("enrichment", "upload", output, "--keep");
        var finished = await Platform.RunAsync("enrichment", "ingest", "--data", data);
        Assert.Equal(3, finished.ExitCode);
        Assert.Contains("Refused: 1_artist_enrichment.jsonl: line 1 has no artistId. The file stays in", finished.Output, StringComparison.Ordinal);
    }

    private Task<string> RunAsync(params string[] arguments) => Platform.DoneAsync([.. arguments, "--data", data]);

    private async Task<string> ReportAsync(params string[] report)
    {
        using var json = JsonDocument.Parse(await RunAsync(["enrichment", .. report, "--json"]));
        return JsonSerializer.Serialize(json.RootElement);
    }

    private async Task FailsAsync(int exitCode, string message, params string[] arguments)
    {
        var finished = await Platform.RunAsync([.. arguments, "--data", data]);
        Assert.Equal((exitCode, true), (finished.ExitCode, finished.Error.Contains(message, StringComparison.Ordinal)));
        Assert.DoesNotContain("   at ", finished.Error, StringComparison.Ordinal);
    }
}
