using System.Text.RegularExpressions;
using SpotifyPlatform.BigQuery;
using SpotifyPlatform.BigQuery.Data;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Sql;

/// <summary><c>platform warehouse load</c> on a BigQuery server: rows and answers are those of the views.</summary>
[Collection(nameof(SqlWorlds))]
public sealed class WarehouseLoadTests(SqlWorld world)
{
    private const string Project = "test-project";

    private static readonly string[] Tables = ["tracks", "artists", "albums", "audio_features", "spotify_mbid_xref", "playlist_cooccurrence"];

    private static string? Address => Environment.GetEnvironmentVariable(BigQueryClientBuilder.EmulatorVariable) is { Length: > 0 } value ? value : null;

    [SkippableFact]
    public async Task Load_KilledAndRunAgain_HasTheRowsOfTheViewsOnce()
    {
        SkipIfAbsent();
        using var client = Connect();
        var dataset = await LoadedAsync(client);

        using (var session = world.Open())
            foreach (var table in Tables)
            {
                var rows = await RowsAsync(client, $"SELECT * FROM `{Project}.{dataset}.{table}`");
                Assert.Equal(
                    session.Run($"SELECT * FROM {table}", new Dictionary<string, object>(), SqlWorld.Rows, CancellationToken.None).Order(StringComparer.Ordinal),
                    rows.Order(StringComparer.Ordinal));
            }

        var again = await Platform.DoneWithAsync(SettingsOf(dataset), "warehouse", "load", "--data", world.Data);
        Assert.Equal(Tables.Length, again.Split("there already").Length - 1);
        Assert.Equal([SqlWorld.Text(Tables.Length, 1L, 1L)], await RowsAsync(client, $"SELECT COUNT(*), MIN(number), MAX(number) FROM `{Project}.{dataset}.table_loads`"));
    }

    /// <summary>In BigQuery's dialect a parameter is @name, JSON_VALUE gets the text in a JSON array, and nulls come first.</summary>
    [SkippableFact]
    public async Task Examples_OfTheDocument_AnswerAsEmbedded()
    {
        SkipIfAbsent();
        using var client = Connect();
        var dataset = await LoadedAsync(client);
        var values = new Dictionary<string, object> { ["seed_track"] = world.Seed.ToString(), ["seed_tempo"] = 121.5, ["seed_energy"] = 0.6, ["seed_valence"] = 0.4 };
        using var session = world.Open();
        var pair = session.Run("SELECT track_a, track_b FROM playlist_cooccurrence ORDER BY track_a, track_b LIMIT 1", new Dictionary<string, object>(), SqlWorld.Rows, CancellationToken.None)[0].Split('|');
        (values["track_a"], values["track_b"]) = (pair[0], pair[1]);

        // The column that the rows are ordered by: ties are in any order.
        foreach (var (text, column) in new[] { ("as distance", 6), ("CASE", 3), ("x.match_confidence > 0.9", 5), ("FROM audio_features WHERE id", -1), ("WHERE track_a = $track_a", -1) })
        {
            var sql = SqlExamples.Find(text);
            var named = SqlExamples.Of(sql, values);
            var embedded = session.Run(sql, named, SqlWorld.Rows, CancellationToken.None);
            var remote = await RowsAsync(
                client, Regex.Replace(sql, @"\$(\w)", "@$1").Replace("JSON_EXTRACT", "JSON_VALUE", StringComparison.Ordinal).Replace("ASC\n", "ASC NULLS LAST\n", StringComparison.Ordinal), named, new DatasetReference(Project, dataset));

            Assert.NotEmpty(embedded);
            Assert.Equal(embedded.Select(Key), remote.Select(Key));

            string Key(string row) => column < 0 ? row : row.Split('|')[column];
        }
    }

    [Fact]
    public async Task Load_WithoutAWarehouse_SaysThatThereIsNothingToLoadInto()
    {
        var finished = await Platform.RunAsync("warehouse", "load", "tracks", "--data", world.Data);
        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("Storage__Warehouse=BigQuery", finished.Error, StringComparison.Ordinal);

        var unknown = await Platform.RunAsync("warehouse", "load", "playlists", "--data", world.Data);
        Assert.Equal(2, unknown.ExitCode);
    }

    private static void SkipIfAbsent() => Skip.If(
        Address is null, $"{BigQueryClientBuilder.EmulatorVariable} is not set: eval \"$(../shared/servers/servers up bigquery gcs)\" starts a server and names it.");

    private static BigQueryClient Connect() => new BigQueryClientBuilder { ProjectId = Project, BaseUri = new Uri(Address!) }.Build();

    /// <summary>A data set that all tables are loaded into, by a command that was killed before, once for the world.</summary>
    private async Task<string> LoadedAsync(BigQueryClient client)
    {
        if (world.LoadedDataset is { } loaded)
            return loaded;
        var dataset = $"load_{Guid.NewGuid():N}";
        await client.GetOrCreateDatasetAsync(dataset, default);
        foreach (var seconds in new[] { 2, 3, 5 })
        {
            await using var killed = Platform.StartWith(SettingsOf(dataset), "warehouse", "load", "--data", world.Data);
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            await killed.KillAsync();
        }

        await Platform.DoneWithAsync(SettingsOf(dataset), "warehouse", "load", "--data", world.Data);
        return world.LoadedDataset = dataset;
    }

    private static Dictionary<string, string> SettingsOf(string dataset) => new()
    {
        ["Storage__Warehouse"] = "BigQuery", ["GCP_PROJECT_ID"] = Project, ["Storage__BigQuery__Dataset"] = dataset,
    };

    private static async Task<List<string>> RowsAsync(BigQueryClient client, string sql, Dictionary<string, object>? values = null, DatasetReference? dataset = null)
    {
        var results = await client.ExecuteQueryAsync(
            sql, values?.Select(value => new BigQueryParameter(value.Key, null, value.Value)), new QueryOptions { DefaultDataset = dataset }, default);
        var rows = new List<string>();
        await foreach (var row in results.GetRowsAsync())
            rows.Add(SqlWorld.Text(row.ToArray()));
        return rows;
    }
}
