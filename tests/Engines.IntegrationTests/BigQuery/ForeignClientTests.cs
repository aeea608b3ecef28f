using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Testing;
using SpotifyPlatform.Testing.BigQuery;
using SpotifyPlatform.Testing.Storage;

namespace SpotifyPlatform.Engines.IntegrationTests.BigQuery;

/// <summary>Rows that the loader wrote, read by a client in another language, against the rows of the tables.</summary>
[Trait("Category", "Integration")]
public sealed class ForeignClientTests : IDisposable
{
    /// <summary>Starts a query as <c>bq</c> does, by jobs.insert under an id of its own, and reads its pages; a row is a line of JSON.</summary>
    private const string Reader = """
        import json, sys, time, urllib.request, uuid
        base, project, sql = sys.argv[1:4]
        def call(path, body=None):
            request = urllib.request.Request(base + "/bigquery/v2/projects/" + project + path, data=body and json.dumps(body).encode(), headers={"Content-Type": "application/json"})
            with urllib.request.urlopen(request) as reply:
                return json.load(reply)
        job = "bqjob_" + uuid.uuid4().hex
        state = call("/jobs", {"jobReference": {"projectId": project, "jobId": job}, "configuration": {"query": {"query": sql, "useLegacySql": False}}})
        while state["status"]["state"] != "DONE":
            time.sleep(0.1)
            state = call("/jobs/" + job)
        assert "errorResult" not in state["status"], state["status"]
        token = ""
        while token is not None:
            page = call("/queries/" + job + "?maxResults=100" + (token and "&pageToken=" + token))
            for row in page["rows"]:
                print(json.dumps([cell["v"] for cell in row["f"]]))
            token = page.get("pageToken")
        """;

    private readonly TemporaryFolder folder = new();

    [SkippableFact]
    public async Task Rows_ReadByPython_AreThoseOfTheTables()
    {
        BigQueryServer.SkipIfAbsent();
        Skip.IfNot(File.Exists("/usr/bin/python3"), "There is no /usr/bin/python3.");
        var place = folder.File("world");
        var world = new BigQueryWorld(BigQueryServer.Address!, BigQueryWorld.DatasetOf(place), place);
        using var client = world.Connect();
        await client.GetOrCreateDatasetAsync(world.Dataset, default);
        var shards = new List<(ShardRows Rows, TrackAnalysis[] Analyses)>();
        foreach (var name in new[] { "0a", "0A", "6N" })
            shards.Add(await world.Writer(new World(name[0] + name[1])).WriteAsync(name, 70, sectionsPerTrack: 4));
        using var readers = new CurrentTables(world.Tables, TimeProvider.System, NullLoggerFactory.Instance);
        var tables = new TableWarehouse(world.Tables, readers, new Lazy<IGenerationAnnouncer>(new Silent()));
        foreach (var load in await world.Open(client).LoadManyAsync([.. shards.Select(shard => shard.Rows)], default))
            Assert.Equal(LoadOutcome.Loaded, load.Outcome);
        foreach (var shard in shards)
            await tables.LoadAsync(shard.Rows, default);

        var dataset = $"{BigQueryWorld.Project}.{world.Dataset}";
        var tracks = await ReadAsync($"SELECT spotify_id, tempo, `key`, num_samples, analyzer_version FROM `{dataset}.spotify_audio_analysis_tracks` ORDER BY spotify_id");
        var sections = await ReadAsync($"SELECT spotify_id, section_index, start, confidence, mode FROM `{dataset}.spotify_audio_analysis_sections` ORDER BY spotify_id, section_index");

        var (expectedTracks, expectedSections) = (new List<string>(), new List<string>());
        foreach (var id in shards.SelectMany(shard => shard.Analyses).Select(analysis => analysis.Id).OrderBy(id => id.ToString(), StringComparer.Ordinal))
        {
            var found = (await tables.FindAnalysisAsync(id, default))!;
            expectedTracks.Add(Text(found.Id.ToString(), found.Tempo, found.Key, found.NumSamples, found.AnalyzerVersion));
            expectedSections.AddRange(found.Sections.Select(section => Text(found.Id.ToString(), section.Index, section.Start, section.Confidence, section.Mode)));
        }

        Assert.Equal((210, 840), (expectedTracks.Count, expectedSections.Count));
        Assert.Equal(expectedTracks, tracks);
        Assert.Equal(expectedSections, sections);
    }

    public void Dispose() => folder.Dispose();

    private static async Task<IReadOnlyList<string>> ReadAsync(string sql)
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Reader, BigQueryServer.Address!, BigQueryWorld.Project, sql]) { RedirectStandardOutput = true })!;
        var output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.Equal(0, python.ExitCode);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join('|', JsonSerializer.Deserialize<string?[]>(line)!.Select(Value)))];
    }

    /// <summary>Numbers by their value: languages write them differently.</summary>
    private static string Value(string? cell) =>
        cell is not null && double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("R", CultureInfo.InvariantCulture) : cell ?? "null";

    private static string Text(params object?[] values) => string.Join('|', values.Select(value => Value(Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null)));

    private sealed class Silent : IGenerationAnnouncer
    {
        public Task AnnounceAsync(string table, TableStore.TablePointer published, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
