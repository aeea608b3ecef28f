using System.Text.Json;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Commands;

/// <summary>Every command of artist-enrichment.md has its counterpart; all run in its order, as processes against the fake Web API.</summary>
public sealed class EnrichmentCommandTests : IAsyncLifetime, IDisposable
{
    private readonly CommandWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Commands_OfTheDocument_GoFromAnExportToTheReports()
    {
        world.Library.Artists = 12;
        Export();
        await DoneAsync($"listening ingest {world.File("export")}");
        Assert.Contains("13 artists of account 'me'", await DoneAsync("enrichment listening --env dev"), StringComparison.Ordinal);
        Assert.Contains("1 files with 13 rows ingested, 13 rows are new", await DoneAsync("enrichment ingest --env dev"), StringComparison.Ordinal);
        await DoneAsync("models run lake_spotify__stg_artist_enrichment+");

        // Backfill, with the dry runs.
        var dryRun = await DoneAsync("enrichment fetch --mode backfill --dry-run --dataset dp_lake_dev");
        Assert.Contains("13 artists need enrichment.", dryRun, StringComparison.Ordinal);
        Assert.Equal(10, dryRun.Split('\n').Count(line => line.StartsWith("  Invented Band", StringComparison.Ordinal)));
        Assert.Contains("Fetching them takes about", dryRun, StringComparison.Ordinal);
        Assert.Contains("0 of 1,000 in the last 24 hours", await DoneAsync("spotify status"), StringComparison.Ordinal);
        var fetched = await world.RunAsync($"enrichment fetch --mode backfill --output-dir {world.File("output")} --dataset dp_lake_dev");
        Assert.Equal(3, fetched.ExitCode);
        Assert.Contains("12 artists fetched into", fetched.Output, StringComparison.Ordinal);
        Assert.Contains("Could not enrich 1 artists: Nobody.", fetched.Output, StringComparison.Ordinal);
        Assert.Equal(12, File.ReadAllLines(Directory.EnumerateFiles(world.File("output"), "*_artist_enrichment.jsonl").Single()).Length);
        Assert.Contains("1 files uploaded", await DoneAsync($"enrichment upload {world.File("output")} --env dev"), StringComparison.Ordinal);
        Assert.Contains("1 files with 12 rows are valid; nothing was inserted or moved", await DoneAsync("enrichment ingest --config artist_enrichment --env dev --dry-run"), StringComparison.Ordinal);
        Assert.Contains("1 files with 12 rows ingested, 12 rows are new", await DoneAsync("enrichment ingest --config artist_enrichment --env dev"), StringComparison.Ordinal);
        Assert.Contains("4 models are made", await DoneAsync("models run lake_spotify__stg_artist_enrichment+ --target dev"), StringComparison.Ordinal);

        // Monitoring and examples.
        Assert.Equal(1, (await RowsAsync("coverage"))[0].GetProperty("unenriched_artist_count").GetInt32());
        Assert.Empty(await RowsAsync("stale"));
        Assert.Equal(12, (await RowsAsync("latest"))[0].GetProperty("artists_with_genres").GetInt32());
        Assert.Equal(3, (await RowsAsync("genre genre~1")).Count);
        Assert.Equal("invented pop", (await RowsAsync("genres"))[0].GetProperty("genre").GetString());
        Assert.All(await RowsAsync("images"), row => Assert.EndsWith("/640", row.GetProperty("profile_image").GetString(), StringComparison.Ordinal));

        // Weekly runs: incremental, and the whole job of the script for the other environment, which asks nothing again.
        Assert.Contains("0 artists fetched.", (await world.RunAsync($"enrichment fetch --mode incremental --output-dir {world.File("output")} --dataset dp_lake_dev")).Output, StringComparison.Ordinal);
        var spent = await DoneAsync("spotify status --json");
        await DoneAsync($"enrichment weekly --env prd --log-file {world.File("enrichment.log")}");
        Assert.Equal(LastDay(spent), LastDay(await DoneAsync("spotify status --json")));
        Assert.Contains("clean-up: done", File.ReadAllText(world.File("enrichment.log")), StringComparison.Ordinal);
        Assert.Equal(12, (await RowsAsync("images", "prd")).Count);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(world.File("store"), "lake", "output")));

        // A backup has lake, hub and the enricher's store, and gives back what is lost.
        await DoneAsync($"backup {world.File("copy")}");
        var images = await RowsAsync("images", "prd");
        Assert.Equal(Texts(images), Texts(await RowsAsync("images", "prd", "copy")));
        Assert.Equal(LastDay(spent), LastDay((await world.RunAsync("spotify status --json", data: "copy")).Standard));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(world.File("copy"), "lake", "dev", "spotify", "archive")));
        File.Delete(Path.Combine(world.File("store"), "lake", "warehouse.duckdb"));
        Directory.Delete(Path.Combine(world.File("store"), "lake", "dev"), recursive: true);
        await DoneAsync($"restore {world.File("copy")}");
        Assert.Equal(Texts(images), Texts(await RowsAsync("images", "prd")));
        Assert.Equal(
            Directory.EnumerateFiles(Path.Combine(world.File("copy"), "lake", "dev"), "*", SearchOption.AllDirectories).Count(),
            Directory.EnumerateFiles(Path.Combine(world.File("store"), "lake", "dev"), "*", SearchOption.AllDirectories).Count());

        // Refreshing all of them asks again.
        Assert.Contains("12 artists fetched", (await world.RunAsync($"enrichment fetch --mode backfill --force --output-dir {world.File("output")} --dataset dp_lake_dev")).Output, StringComparison.Ordinal);
        Assert.NotEqual(LastDay(spent), LastDay(await DoneAsync("spotify status --json")));
    }

    [Fact]
    public async Task Fetch_WithoutCredentials_NamesThemAndFails()
    {
        Export();
        await DoneAsync($"listening ingest {world.File("export")}");
        var outcome = await world.RunAsync("enrichment weekly --env prd", withCredentials: false);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("stopped at fetch: Spotify API authentication failed", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("SPOTIFY_CLIENT_ID", outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>Account data, which name artists without ids: twelve, one of them in another case, and one that nobody knows.</summary>
    private void Export()
    {
        Directory.CreateDirectory(world.File("export"));
        var names = Enumerable.Range(0, 11).Select(i => $"Invented Band {i}").Append("INVENTED BAND 11").Append("Nobody").ToList();
        var rows = names.SelectMany((name, i) => Enumerable.Range(0, 20 - i).Select(play => new
        {
            endTime = $"2024-0{(play % 9) + 1}-{i + 1:00} 1{play / 9}:{i:00}", artistName = name, trackName = $"Song {play}", msPlayed = 180_000,
        }));
        File.WriteAllText(Path.Combine(world.File("export"), "StreamingHistory_music_0.json"), JsonSerializer.Serialize(rows));
    }

    private static IEnumerable<string> Texts(IEnumerable<JsonElement> rows) => rows.Select(row => row.GetRawText());

    private async Task<List<JsonElement>> RowsAsync(string report, string environment = "dev", string data = "store")
    {
        var outcome = await world.RunAsync($"enrichment {report} --env {environment} --json", data: data);
        Assert.True(outcome.ExitCode == 0, outcome.Output);
        return [.. JsonDocument.Parse(outcome.Standard).RootElement.EnumerateArray()];
    }

    /// <summary>Requests of the last 24 hours.</summary>
    private static int LastDay(string status) => JsonDocument.Parse(status).RootElement.GetProperty("quota").GetProperty("last_day").GetInt32();

    private async Task<string> DoneAsync(string command)
    {
        var outcome = await world.RunAsync(command);
        Assert.True(outcome.ExitCode == 0, $"{command}: {outcome.Output}");
        return outcome.Output;
    }
}
