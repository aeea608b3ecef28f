using SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Jobs;

/// <summary>24 simulated hours of every job and of enrichment, killed at 30 points. Each goes on from the files that the killed process left.</summary>
public sealed class KilledDayTests : IDisposable
{
    private const int Budget = 300;
    private const int Kills = 30;
    private static readonly TimeSpan Poll = TimeSpan.FromMinutes(20);
    private readonly SpotifyWorld world = new(new() { ["RequestsPerDay"] = $"{Budget}", ["MaxWait"] = "00:01:30", ["ShareForJobs"] = "0.45" });
    private readonly Random random = new(23);
    private string? image;

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Day_KilledAtThirtyPoints_KeepsTheBudgetAndLosesAndDoublesNothing()
    {
        Arrange();
        var points = new HashSet<int>();
        while (points.Count < Kills)
            points.Add(2 + random.Next(Budget - 60));
        var killed = 0;
        world.Api.Before = request =>
        {
            if (!points.Remove(request))
                return;
            image = world.Image();
            killed++;
            throw new KilledException();
        };

        for (var tick = 0; tick <= 72; tick++)
        {
            var due = SpotifyWorld.Start + (tick * Poll);
            if (world.Clock.GetUtcNow() < due)
                world.Clock.Set(due);
            await RunAsync(world.PollAsync);
            if (tick % 24 == 0)
                await RunAsync(() => world.Playlists.RunAsync(SpotifyWorld.Account, onlyQueued: false, CancellationToken.None));
            if (tick == 2)
                await RunAsync(() => world.Profile.RunAsync(SpotifyWorld.Account, CancellationToken.None));
            await RunAsync(world.BackfillAsync);
        }

        world.Clock.Advance(TimeSpan.FromHours(25));
        await RunAsync(world.PollAsync);
        await RunAsync(world.BackfillAsync);

        Assert.Equal(Kills, killed);
        // A request that a kill cut off is counted by our budget and never came to be counted by the server.
        var requests = world.Api.Requests;
        Assert.All(requests, request => Assert.InRange(requests.Count(other => other.At >= request.At && other.At < request.At.AddDays(1)), 1, Budget));
        var heard = world.Library.Plays.Where(play => play.At <= world.Clock.GetUtcNow()).Select(play => $"{FakeLibrary.TrackId(play.Track)} {play.At.ToUnixTimeMilliseconds()}").Order();
        Assert.Equal(heard, world.Get<SpotifyApiEnricher.Store.IOutbox>().ListPlays(int.MaxValue).Select(play => $"{play.TrackUri["spotify:track:".Length..]} {play.PlayedAtMs}").Order());
        Assert.Equal(heard.Count(), world.Rows("SELECT * FROM play_history").Count);
        Assert.Empty(world.Rows("SELECT * FROM not_found"));
        Assert.Empty(world.Rows("SELECT * FROM ingest_runs WHERE outcome = 'running' OR gap"));
        Assert.Empty(SqliteCheck.Find(world.Database, ApiSchema.Schema));
        var enriched = world.Rows("SELECT artist_id FROM artists WHERE enriched_at IS NOT NULL ORDER BY 1");
        Assert.NotEmpty(enriched);
        // A kill between the file and the store's note of it writes an artist twice; the lake takes the row once.
        var lines = Directory.EnumerateFiles(world.Output).SelectMany(File.ReadLines).Select(line => line.Split('"')[3]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(enriched, lines);
    }

    private void Arrange()
    {
        world.Library.Artists = 200;
        world.Api.IsExtended = false;
        world.Api.RequestsPerDay = Budget + 50;
        world.Api.RequestsPer30Seconds = 40;
        world.Api.Faults = number => number % 23 == 0 ? Fault.ServerError : number % 31 == 0 ? Fault.CutAnswer : Fault.None;
        for (var at = SpotifyWorld.Start.AddHours(-1); at < SpotifyWorld.Start.AddDays(1); at += TimeSpan.FromSeconds(200 + random.Next(300)))
            world.Library.Play(random.Next(200), at, random.Next(4) == 0 ? FakeLibrary.PlaylistId(random.Next(6)) : null);
        for (var i = 0; i < 6; i++)
        {
            world.Library.Playlists[FakeLibrary.PlaylistId(i)] = (FakeLibrary.Me, [.. Enumerable.Range(0, 120).Select(_ => random.Next(200))]);
            world.Library.MyPlaylists.Add(FakeLibrary.PlaylistId(i));
        }
    }

    /// <summary>Runs a job; one that is killed runs again in a new process.</summary>
    private async Task RunAsync(Func<Task> run)
    {
        while (true)
        {
            try
            {
                await run();
                return;
            }
            catch (KilledException)
            {
                world.Restart(image!);
            }
        }
    }

    /// <summary>The end of the process: nothing handles it.</summary>
    private sealed class KilledException : Exception;
}
