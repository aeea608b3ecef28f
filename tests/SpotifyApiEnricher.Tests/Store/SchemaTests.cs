using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Store;

/// <summary>Every table and column of etl-jobs.md, in a list written from the document.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly SpotifyWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData("tracks", "track_id TEXT PK, name TEXT, album_id TEXT, duration_ms INTEGER, popularity INTEGER, uri TEXT, is_local BOOLEAN, audio_features_json TEXT, created_at TEXT, last_updated TEXT")]
    [InlineData("albums", "album_id TEXT PK, name TEXT, release_date TEXT, uri TEXT, images_json TEXT, last_updated TEXT")]
    [InlineData("artists", "artist_id TEXT PK, name TEXT, uri TEXT, images_json TEXT, last_updated TEXT")]
    [InlineData("track_artists", "track_id TEXT PK, artist_id TEXT PK")]
    [InlineData("play_history", "play_id INTEGER PK, user_id TEXT, track_id TEXT, played_at TEXT, context_type TEXT, context_uri TEXT, source TEXT, ingested_at TEXT")]
    [InlineData("playlist_ingest_queue", "playlist_id TEXT PK, detected_at TEXT")]
    [InlineData("playlists", "playlist_id TEXT PK, name TEXT, owner_id TEXT, owner_type TEXT, public BOOLEAN, collaborative BOOLEAN, description TEXT, uri TEXT, images_json TEXT, last_refreshed TEXT")]
    [InlineData("playlist_tracks", "playlist_id TEXT PK, track_id TEXT")]
    [InlineData("users", "user_id TEXT PK")]
    [InlineData("user_relationships", "user_id TEXT PK")]
    [InlineData("ingest_runs", "run_id INTEGER PK, job TEXT, window_from TEXT, window_to TEXT, fetched INTEGER, inserted INTEGER, outcome TEXT, cursor_before INTEGER, cursor_after INTEGER")]
    [InlineData("staging_raw", "raw_id INTEGER PK, body BLOB")]
    public void Table_OfTheDocument_HasItsColumns(string table, string columns)
    {
        world.Get<SpotifyApiEnricher.Store.IIngestStore>();
        var found = world.Rows($"SELECT name || ' ' || type || CASE WHEN pk > 0 THEN ' PK' ELSE '' END FROM pragma_table_info('{table}')");
        Assert.Empty(columns.Split(", ").Except(found));
    }

    [Fact]
    public async Task PlayHistory_IsUniqueByUserTrackAndTime()
    {
        world.Library.Play(1, SpotifyWorld.Start.AddMinutes(-5));
        await world.PollAsync();
        Assert.Equal(["user_id", "track_id", "played_at"], world.Rows("SELECT name FROM pragma_index_info('play_history_once')"));
        Assert.Equal(["1"], world.Rows("SELECT \"unique\" FROM pragma_index_list('play_history') WHERE name = 'play_history_once'"));
    }

    [Fact]
    public async Task Rows_OfEveryTable_HaveTheirChecksum()
    {
        world.Library.Playlists[FakeLibrary.PlaylistId(1)] = (FakeLibrary.Me, [1, 2, 3]);
        world.Library.Play(1, SpotifyWorld.Start.AddMinutes(-5), FakeLibrary.PlaylistId(1));
        await world.PollAsync();
        await world.Playlists.RunAsync(SpotifyWorld.Account, onlyQueued: true, CancellationToken.None);
        await world.Profile.RunAsync(SpotifyWorld.Account, CancellationToken.None);
        Assert.Empty(SqliteCheck.Find(world.Database, ApiSchema.Schema));
    }
}
