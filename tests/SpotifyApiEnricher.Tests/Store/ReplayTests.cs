using SpotifyPlatform.SpotifyApiEnricher.Jobs;
using SpotifyPlatform.SpotifyApiEnricher.Mapping;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Store;

/// <summary>Raw answers mapped again end as a fresh ingest.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly SpotifyWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Replay_WithTheSameMapping_ChangesNothing()
    {
        await IngestAsync(world);
        var before = Dump(world);
        var outbox = world.Rows("SELECT list, key FROM outbox WHERE list IN (0, 3) ORDER BY 1, 2");
        var count = await world.Get<Replay>().RunAsync(CancellationToken.None);
        Assert.Equal(world.Rows("SELECT count(*) FROM staging_raw"), [$"{count}"]);
        Assert.Equal(before, Dump(world));
        Assert.Equal(outbox, world.Rows("SELECT list, key FROM outbox WHERE list IN (0, 3) ORDER BY 1, 2"));
    }

    [Fact]
    public async Task Replay_AfterAChangedMapping_EndsAsAFreshIngestWithIt()
    {
        await IngestAsync(world);
        await world.Get<IIngestStore>().ReplayAsync(Changed, CancellationToken.None);

        // A fresh ingest with the changed mapping: its answers, one after the other, into an empty store.
        using var fresh = new SpotifyWorld(image: world.Image());
        await fresh.Get<IIngestStore>().ReplayAsync((_, _, _) => new MappedAnswer(), CancellationToken.None);
        Assert.Empty(fresh.Rows("SELECT * FROM tracks"));
        await fresh.Get<IIngestStore>().ReplayAsync(Changed, CancellationToken.None);
        Assert.Contains("changed Song 1", string.Join('\n', Dump(world)), StringComparison.Ordinal);
        Assert.Equal(Dump(fresh), Dump(world));
    }

    [Fact]
    public async Task Replay_KeepsFeaturesAndWhatWasPublished()
    {
        world.Features.Known.Add(FakeLibrary.TrackId(1));
        await IngestAsync(world);
        var outbox = world.Get<IOutbox>();
        await outbox.RemoveAsync(OutboxList.Plays, [.. outbox.ListPlays(1000).Select(play => (play.Key, play.Account))], CancellationToken.None);
        await world.Get<Replay>().RunAsync(CancellationToken.None);
        Assert.Empty(outbox.ListPlays(1000));
        Assert.Contains("\"tempo\":120", world.Rows($"SELECT audio_features_json FROM tracks WHERE track_id = '{FakeLibrary.TrackId(1)}'").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prune_OfOldRawAnswers_KeepsTheirRowsAndReplaysTheOthers()
    {
        using var small = new SpotifyWorld(new() { ["RawLifetime"] = "7.00:00:00" });
        await IngestAsync(small);
        var before = Dump(small);
        small.Clock.Advance(TimeSpan.FromDays(8));
        small.Library.Play(40, small.Clock.GetUtcNow().AddMinutes(-1));
        await small.PollAsync();
        Assert.Equal(["1"], small.Rows("SELECT count(*) FROM staging_raw"));
        var after = Dump(small);
        Assert.Empty(before.Where(row => row.StartsWith("play_history", StringComparison.Ordinal)).Except(after));
        await small.Get<Replay>().RunAsync(CancellationToken.None);
        Assert.Equal(after, Dump(small));
        await small.Get<IIngestStore>().ReplayAsync(Changed, CancellationToken.None);
        var names = small.Rows("SELECT name FROM tracks ORDER BY name");
        Assert.Contains("changed Song 40", names);
        Assert.Contains("Song 100", names); // of a playlist whose raw answers are gone
    }

    internal static async Task IngestAsync(SpotifyWorld world)
    {
        var library = world.Library;
        library.Playlists[FakeLibrary.PlaylistId(1)] = (FakeLibrary.Me, [.. Enumerable.Range(0, 130)]);
        library.Playlists[FakeLibrary.PlaylistId(2)] = ("other_user", [1]);
        library.MyPlaylists.AddRange([FakeLibrary.PlaylistId(1), FakeLibrary.PlaylistId(2)]);
        library.MissingArtists.Add(FakeLibrary.ArtistId(3));
        for (var i = 0; i < 30; i++)
            library.Play(i, SpotifyWorld.Start.AddMinutes(-100 + (3 * i)), i % 3 == 0 ? FakeLibrary.PlaylistId(7 + i) : null);
        await world.PollAsync();
        await world.Playlists.RunAsync(SpotifyWorld.Account, onlyQueued: false, CancellationToken.None);
        await world.Profile.RunAsync(SpotifyWorld.Account, CancellationToken.None);
        await world.BackfillAsync();
    }

    /// <summary>Every row of the mapped tables.</summary>
    internal static List<string> Dump(SpotifyWorld world) =>
        [.. ApiSchema.Mapped.Order(StringComparer.Ordinal).SelectMany(table => world.Rows($"SELECT * FROM {table} ORDER BY 1, 2").Select(row => $"{table}: {row}"))];

    private static MappedAnswer Changed(ApiKind kind, string subject, ReadOnlyMemory<byte> body)
    {
        var answer = AnswerMapper.Map(kind, subject, body);
        for (var i = 0; i < answer.Tracks.Count; i++)
            answer.Tracks[i] = answer.Tracks[i] with { Name = $"changed {answer.Tracks[i].Name}" };
        return answer;
    }
}
