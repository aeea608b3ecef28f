using Microsoft.Data.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Commands;

/// <summary>The jobs as processes that are killed -9 at 30 requests, each begun again, end as those that nothing disturbed.</summary>
public sealed class KilledCommandTests : IAsyncLifetime, IDisposable
{
    private const int Kills = 30;
    private const int Playlists = 30;

    /// <summary>128 and SIGKILL.</summary>
    private const int KilledExitCode = 137;

    private readonly CommandWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Jobs_KilledAtThirtyRequests_EndAsUndisturbedOnes()
    {
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < Playlists; i++)
        {
            world.Library.Playlists[FakeLibrary.PlaylistId(i)] = (FakeLibrary.Me, [i, i + 1, i + 2]);
            world.Library.MyPlaylists.Add(FakeLibrary.PlaylistId(i));
        }

        for (var i = 0; i < 40; i++)
            world.Library.Play(i, now.AddMinutes(-180 + (3 * i)));
        await JobsAsync("calm");
        var undisturbed = world.Api.Requests.Count;

        var (random, killed, next) = (new Random(26), 0, undisturbed + 1);
        world.Api.Before = request =>
        {
            if (killed == Kills || request < next)
                return;
            killed++;
            next = request + 1 + random.Next(3);
            world.Kill();
        };
        await JobsAsync("killed");

        Assert.Equal(Kills, killed);
        Assert.Equal(Rows("calm"), Rows("killed"));
        Assert.Empty(SqliteCheck.Find(Database("killed"), ApiSchema.Schema));
        Assert.Equal(["0"], Query("killed", "SELECT count(*) FROM ingest_runs WHERE outcome = 'running' OR gap"));
        // What was asked is counted, whether its answer came or not.
        var asked = world.Api.Requests.Count - undisturbed;
        Assert.Contains($" {asked} of 1,000 in the last 24 hours", (await world.RunAsync("spotify status", data: "killed")).Output, StringComparison.Ordinal);
    }

    private async Task JobsAsync(string data)
    {
        foreach (var job in new[] { "plays", "playlists", "profile" })
        {
            CommandOutcome outcome;
            do
                outcome = await world.RunAsync($"spotify {job}", data: data);
            while (outcome.ExitCode == KilledExitCode);
            Assert.True(outcome.ExitCode == 0, outcome.Output);
        }
    }

    private string Database(string data) => Path.Combine(world.File(data), "spotify-api.sqlite");

    private List<string> Rows(string data) =>
    [
        .. Query(data, "SELECT user_id, track_id, played_at, context_uri FROM play_history ORDER BY 1, 2, 3"),
        .. Query(data, "SELECT playlist_id, position, track_id FROM playlist_tracks ORDER BY 1, 2"),
        .. Query(data, "SELECT track_id, name FROM tracks ORDER BY 1"),
        .. Query(data, "SELECT artist_id, name FROM artists ORDER BY 1"),
        .. Query(data, "SELECT playlist_id FROM playlist_ingest_queue ORDER BY 1"),
        .. Query(data, "SELECT list, count(*) FROM outbox GROUP BY 1 ORDER BY 1"),
    ];

    private List<string> Query(string data, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database(data)};Pooling=False");
        connection.Open();
        return connection.Query(sql, row => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? "null" : row.GetString(i))));
    }
}
