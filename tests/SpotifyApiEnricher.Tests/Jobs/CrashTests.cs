using SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Store;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Jobs;

/// <summary>What a process that is killed at each request leaves, and what the next run makes of it.</summary>
public sealed class CrashTests
{
    private const int Points = 30;

    [Fact]
    public async Task Jobs_KilledAtAnyRequest_LoseAndDoubleNothingInTheNextRun()
    {
        var images = new List<(string Folder, int Request)>();
        using var world = new SpotifyWorld();
        world.Api.IsExtended = false; // artists one by one, so that there are many requests
        world.Api.Before = request => images.Add((world.Image(), request));
        await ReplayTests.IngestAsync(world);
        Assert.True(images.Count >= Points, $"{images.Count} requests");
        var expected = Keys(world);

        for (var point = 0; point < Points; point++)
        {
            var (image, request) = images[point * (images.Count - 1) / (Points - 1)];
            using var next = new SpotifyWorld(image: image);
            next.Api.IsExtended = false;
            // Whatever was asked before the kill is counted, the request itself too.
            Assert.Equal(request, next.Quota.LastDay);
            await ReplayTests.IngestAsync(next);
            Assert.Equal(expected, Keys(next));
            Assert.Empty(SqliteCheck.Find(next.Database, ApiSchema.Schema));
            Assert.Empty(next.Rows("SELECT * FROM ingest_runs WHERE outcome = 'running'"));
        }
    }

    /// <summary>Plays, tracks, items, relationships, enriched artists and the lines of files, without times.</summary>
    private static List<string> Keys(SpotifyWorld world) =>
    [
        .. world.Rows("SELECT user_id, track_id, played_at, context_uri FROM play_history ORDER BY 1, 2, 3"),
        .. world.Rows("SELECT playlist_id, position, track_id FROM playlist_tracks ORDER BY 1, 2"),
        .. world.Rows("SELECT artist_id, name, genres_json, followers, enriched_at IS NULL FROM artists ORDER BY 1"),
        .. world.Rows("SELECT user_id, related_user_id, relationship FROM user_relationships ORDER BY 1, 2, 3"),
        .. world.Rows("SELECT list, key FROM outbox WHERE list = 0 ORDER BY 1, 2").Select((_, number) => $"unpublished play {number}"),
        .. world.Rows("SELECT playlist_id FROM playlist_ingest_queue"),
        .. Directory.EnumerateFiles(world.Output).SelectMany(File.ReadLines).Select(line => line.Split(',')[0]).Order(),
    ];
}
