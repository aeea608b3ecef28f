using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Jobs;

/// <summary>24 simulated hours of every job and of enrichment under a small quota, with faults and restarts.</summary>
public sealed class DayTests
{
    private const int Budget = 300;
    private static readonly TimeSpan Poll = TimeSpan.FromMinutes(20);

    [Theory]
    [InlineData(RefusalForm.Seconds, Budget + 50)]
    [InlineData(RefusalForm.LowerCase, 150)]
    [InlineData(RefusalForm.Date, 150)]
    [InlineData(RefusalForm.Missing, 250)]
    public async Task Day_OfAllJobs_KeepsTheBudgetAndLosesNothing(object form, int serverBudget)
    {
        using var world = new SpotifyWorld(new() { ["RequestsPerDay"] = $"{Budget}", ["MaxWait"] = "00:01:30", ["ShareForJobs"] = "0.45" });
        world.Library.Artists = 400;
        world.Api.IsExtended = false;
        world.Api.Form = (RefusalForm)form;
        world.Api.RequestsPerDay = serverBudget;
        world.Api.RequestsPer30Seconds = 40;
        world.Api.RotatesRefreshTokens = true;
        world.Api.Skew = TimeSpan.FromMinutes(3);
        world.Api.Faults = number => number % 23 == 0 ? Fault.ServerError : number % 31 == 0 ? Fault.CutAnswer : number % 41 == 0 ? Fault.Unauthorized : Fault.None;
        var random = new Random(17);
        for (var at = SpotifyWorld.Start.AddHours(-1); at < SpotifyWorld.Start.AddDays(1); at += TimeSpan.FromSeconds(200 + random.Next(300)))
            world.Library.Play(random.Next(400), at, random.Next(4) == 0 ? FakeLibrary.PlaylistId(random.Next(6)) : null);
        for (var i = 0; i < 6; i++)
        {
            world.Library.Playlists[FakeLibrary.PlaylistId(i)] = (FakeLibrary.Me, [.. Enumerable.Range(0, 120).Select(_ => random.Next(400))]);
            world.Library.MyPlaylists.Add(FakeLibrary.PlaylistId(i));
        }

        for (var tick = 0; tick <= 72; tick++)
        {
            var due = SpotifyWorld.Start + (tick * Poll);
            if (world.Clock.GetUtcNow() < due)
                world.Clock.Set(due);
            await world.PollAsync();
            if (tick % 24 == 0)
                await world.Playlists.RunAsync(SpotifyWorld.Account, onlyQueued: false, CancellationToken.None);
            if (tick == 2)
                await world.Profile.RunAsync(SpotifyWorld.Account, CancellationToken.None);
            await world.BackfillAsync();
            if (tick % 9 == 4)
                world.Restart();
        }

        // When every quota is free again: plays that are lost are then recorded as a gap.
        world.Clock.Advance(TimeSpan.FromHours(25));
        await world.PollAsync();
        await world.PollAsync();

        var requests = world.Api.Requests;
        Assert.All(requests, request => Assert.InRange(requests.Count(other => other.At >= request.At && other.At < request.At.AddDays(1)), 1, Budget));
        AssertDeadlines(world, (RefusalForm)form);
        Assert.Equal(world.Rows("SELECT DISTINCT played_at FROM play_history").Count, world.Rows("SELECT * FROM play_history").Count);
        // Jobs have a share of their own, so plays are lost only to a server that refuses everything for hours.
        var heard = world.Library.Plays.Count(play => play.At <= world.Clock.GetUtcNow());
        var stored = world.Rows("SELECT * FROM play_history").Count;
        var gaps = world.Rows("SELECT * FROM ingest_runs WHERE gap").Count;
        Assert.True(stored == heard || (gaps > 0 && serverBudget < Budget), $"{stored} of {heard} plays, {gaps} gaps");
        Assert.Empty(world.Rows("SELECT * FROM not_found"));
        Assert.NotEmpty(Directory.EnumerateFiles(world.Output));
        var lines = Directory.EnumerateFiles(world.Output).SelectMany(File.ReadLines).ToList();
        Assert.Equal(world.Rows("SELECT artist_id FROM artists WHERE enriched_at IS NOT NULL").Count, lines.Count);
    }

    /// <summary>No request between a refusal and its deadline; without a header not for a second.</summary>
    private static void AssertDeadlines(SpotifyWorld world, RefusalForm form)
    {
        var requests = world.Api.Requests;
        for (var i = 0; i + 1 < requests.Count; i++)
            if (requests[i].Status == 429)
                Assert.True(requests[i + 1].At - requests[i].At >= TimeSpan.FromSeconds(form == RefusalForm.Missing ? 1 : 30), $"request {i + 1} came {requests[i + 1].At - requests[i].At} after a refusal");
    }
}
