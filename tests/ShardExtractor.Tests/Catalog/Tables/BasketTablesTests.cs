using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog.Tables;

public sealed class BasketTablesTests : IDisposable
{
    private const string Clean = "spotify_clean.sqlite3";
    private const string CleanPlaylists = "spotify_clean_playlists.sqlite3";

    private readonly TablesWorld world = new();

    [Fact]
    public async Task Derive_CurrentSchema_MakesBasketsOfDistinctTracksInTheOrderOfTheirIds()
    {
        await PutTracksAsync();
        await PutPlaylistsAsync(connection =>
        {
            connection.Playlist(700, 20L);
            connection.Playlist(1, 30L, 10L, "episode", 20L, 10L, "local", "vanished", 999L, 10L);
            connection.Playlist(2, "episode", "vanished");
            connection.Playlist(3);
            connection.Execute("INSERT INTO playlists(rowid, id) VALUES(4, 'broken')");
            connection.Execute("INSERT INTO playlist_tracks(playlist_rowid, position, track_rowid) VALUES(4, 0, 10), (5, 0, 10)");
        });

        Assert.Equal(["1: 10/1 20/2 30/3", "700: 20/2"], await BasketsAsync());
        var manifest = await world.ManifestAsync(BasketTable.Name);
        Assert.Equal(
            [("episode", 2L), ("local", 1L), ("playlist_empty", 2L), ("playlist_id_invalid", 1L), ("playlist_missing", 1L), ("repeated", 2L), ("vanished", 3L)],
            manifest.LeftOut.Select(d => (d.Key, d.Value)));
        Assert.Equal([("entries", 4L), ("squared_lengths/1", 1L), ("squared_lengths/2", 9L)], manifest.Counts.Select(d => (d.Key, d.Value)));
    }

    [Theory]
    [InlineData(Clean, CurrentSchema.Tracks, CleanPlaylists)]
    [InlineData(Clean, LegacySchema.Tracks, CleanPlaylists)]
    [InlineData("spotify_tracks.db", LegacySchema.Tracks, "spotify_playlists.db")]
    public async Task Derive_LegacyPlaylists_ResolveIdsInAnySchemaOfTheTracks(string tracks, string schema, string playlists)
    {
        await world.PutAsync(tracks, schema, connection =>
        {
            for (var n = 30; n >= 10; n -= 10)
                if (schema == LegacySchema.Tracks)
                    connection.LegacyTrack(n, "t", null, null, null, n / 10);
                else
                    connection.Track(40 - n, "t", popularity: n / 10, id: Ids.Track(n).ToString());
        });
        await world.PutAsync(playlists, LegacySchema.Playlists, connection =>
        {
            connection.LegacyPlaylist(1, 30, 10, 10, 999);
            connection.LegacyPlaylist(2);
        });

        Assert.Equal(["1: 10/1 30/3"], await BasketsAsync());
        Assert.Equal(
            [("playlist_empty", 1L), ("repeated", 1L), ("vanished", 1L)], (await world.ManifestAsync(BasketTable.Name)).LeftOut.Select(d => (d.Key, d.Value)));
    }

    [Fact]
    public async Task Derive_IdOfSeveralPopularities_HasTheHighest()
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection =>
        {
            connection.Execute("DROP INDEX tracks_id_unique");
            for (var row = 1; row <= 400; row++)
                connection.Track(row, "t", popularity: row * 7 % 97, id: Ids.Track(row % 3).ToString());
        });
        await world.PutAsync(CleanPlaylists, LegacySchema.Playlists, connection => connection.LegacyPlaylist(1, 0, 1, 2));
        Assert.Equal(["1: 0/96 1/96 2/96"], await BasketsAsync());

        await PutPlaylistsAsync(connection => connection.Playlist(1, [.. Enumerable.Range(1, 400).Select(row => (object)(long)row)]));
        Assert.Equal(["1: 0/96 1/96 2/96"], await BasketsAsync());
    }

    [Fact]
    public async Task Derive_NumbersPinnedAndReleasedWithoutEverBeingPublished_AreWaitedFor()
    {
        await PutTracksAsync();
        await PutPlaylistsAsync(connection => connection.Playlist(1, 10L));
        await NumbersAsync();
        var generation = (await world.ManifestAsync(TrackNumberTable.Name)).Plan.Id;
        Directory.Delete(Path.Combine(world.Artifacts, "tables", TrackNumberTable.Name, "pointers"), recursive: true);
        await world.Store.PinAsync(TrackNumberTable.Name, generation, "test", default);
        await world.Store.ReleaseAsync(TrackNumberTable.Name, "test", default);

        Assert.Equal(DerivedState.Waiting, (await world.DeriveAsync(BasketTable.Name)).State);
        Assert.Equal(["1: 10/1"], await BasketsAsync());
    }

    [Fact]
    public async Task Derive_RowNumbersIntoALegacyCatalog_IsRefused()
    {
        await world.PutAsync(Clean, LegacySchema.Tracks, connection => connection.LegacyTrack(1, "t", null, null, null, 1));
        await PutPlaylistsAsync(connection => connection.Playlist(1, 1L));
        await NumbersAsync();
        var refused = await world.DeriveAsync(BasketTable.Name);
        Assert.Equal(DerivedState.Refused, refused.State);
        Assert.StartsWith($"catalogue_schema_unknown: {world.PathOf(CleanPlaylists)}", refused.Detail, StringComparison.Ordinal);
        Assert.Contains("tracks.album_rowid", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Derive_LongerThanTheLongestBasket_IsLeftOutWhole()
    {
        world.MaxBasketTracks = 10;
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection =>
        {
            for (var row = 1; row <= 40; row++)
                connection.Track(row, "t");
        });
        await PutPlaylistsAsync(connection =>
        {
            connection.Playlist(1, [.. Enumerable.Range(1, 40).Select(row => (object)(long)row)]);
            connection.Playlist(2, [.. Enumerable.Range(1, 11).Select(row => (object)(long)row)]);
            connection.Playlist(3, [.. Enumerable.Range(0, 40).Select(n => (object)(1L + n % 10))]);
        });
        Assert.Single(await BasketsAsync());
        Assert.Equal([("playlist_too_long", 2L), ("repeated", 30L)], (await world.ManifestAsync(BasketTable.Name)).LeftOut.Select(d => (d.Key, d.Value)));
    }

    [Fact]
    public async Task Derive_InvalidTracks_AreLeftOutOfTheNumbers()
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection =>
        {
            connection.Track(1, "t", popularity: "high");
            connection.Track(2, "t", id: "no id");
            connection.Track(-3, "t");
        });
        await NumbersAsync();
        var manifest = await world.ManifestAsync(TrackNumberTable.Name);
        Assert.Equal(1, manifest.Rows);
        Assert.Equal([("row_number_invalid", 1L), ("track_id_invalid", 1L)], manifest.LeftOut.Select(d => (d.Key, d.Value)));
        Assert.Equal([("invalid_values/value_invalid", 1L), ("stored_row_numbers", 1L)], manifest.Counts.Select(d => (d.Key, d.Value)));
        Assert.Equal(1, world.Produced(TrackNumberTable.Name));
    }

    [Fact]
    public async Task Derive_ChangedTitle_LeavesBasketsAsTheyAre()
    {
        await PutTracksAsync();
        await PutPlaylistsAsync(connection => connection.Playlist(1, 10L, 20L));
        await BasketsAsync();
        var before = await world.ManifestAsync(BasketTable.Name);
        await PutTracksAsync(title: "Another title");
        File.Delete(world.PathOf(CleanPlaylists));

        // Nothing is built: the file that it would be built from is gone.
        Assert.Equal(["1: 10/1 20/2"], await BasketsAsync());
        Assert.Equal(before.Plan.Id, (await world.ManifestAsync(BasketTable.Name)).Plan.Id);
    }

    [Fact]
    public async Task Derive_ChangedPopularity_MakesOtherBaskets()
    {
        await PutTracksAsync();
        await PutPlaylistsAsync(connection => connection.Playlist(1, 10L, 20L));
        await BasketsAsync();
        await PutTracksAsync(popularityOf20: 77);
        Assert.Equal(["1: 10/1 20/77"], await BasketsAsync());
    }

    [Fact]
    public async Task Derive_PlaylistsChangedAndChangedBack_BuildsNothingAgain()
    {
        await PutTracksAsync();
        await PutPlaylistsAsync(connection => connection.Playlist(1, 10L));
        await BasketsAsync();
        var first = await world.ManifestAsync(BasketTable.Name);
        var bytes = File.ReadAllBytes(world.PathOf(CleanPlaylists));
        await PutPlaylistsAsync(connection => connection.Playlist(2, 20L));
        Assert.Equal(["2: 20/2"], await BasketsAsync());

        File.WriteAllBytes(world.PathOf(CleanPlaylists), bytes);
        await world.AnnounceAsync(CleanPlaylists);
        File.Delete(world.PathOf(CleanPlaylists));

        Assert.Equal(["1: 10/1"], await BasketsAsync());
        Assert.Equal(first.Plan.Id, (await world.ManifestAsync(BasketTable.Name)).Plan.Id);
    }

    [Fact]
    public async Task Derive_CutCatalogThenWhole_PlaylistsWaitAndEndAsInAFreshStore()
    {
        await PutTracksAsync();
        var whole = File.ReadAllBytes(world.PathOf(Clean));
        File.WriteAllBytes(world.PathOf(Clean), whole[..(whole.Length * 6 / 10)]);
        await world.AnnounceAsync(Clean);
        await PutPlaylistsAsync(connection => connection.Playlist(1, 10L, 30L));

        Assert.Equal(DerivedState.Refused, (await world.DeriveAsync(TrackNumberTable.Name)).State);
        Assert.Equal(DerivedState.Waiting, (await world.DeriveAsync(BasketTable.Name)).State);

        File.WriteAllBytes(world.PathOf(Clean), whole);
        await world.AnnounceAsync(Clean);
        Assert.Equal(["1: 10/1 30/3"], await BasketsAsync());
        using var fresh = new TablesWorld();
        foreach (var name in new[] { Clean, CleanPlaylists })
        {
            File.Copy(world.PathOf(name), fresh.PathOf(name));
            await fresh.AnnounceAsync(name);
        }

        await fresh.DeriveAsync(TrackNumberTable.Name);
        await fresh.DeriveAsync(BasketTable.Name);
        Assert.Equal((await fresh.ManifestAsync(BasketTable.Name)).Plan.Id, (await world.ManifestAsync(BasketTable.Name)).Plan.Id);
    }

    [Fact]
    public async Task Derive_NewerCatalogThatIsNotNumbered_IsWaitedFor()
    {
        await PutTracksAsync();
        await NumbersAsync();
        await PutTracksAsync(popularityOf20: 50);
        await PutPlaylistsAsync(connection => connection.Playlist(1, 20L));
        Assert.Equal(DerivedState.Waiting, (await world.DeriveAsync(BasketTable.Name)).State);
        Assert.Equal(["1: 20/50"], await BasketsAsync());
    }

    [Fact]
    public async Task Derive_DamagedPlaylists_AreRefusedUntilTheyAreWhole()
    {
        await PutTracksAsync();
        await PutPlaylistsAsync(connection =>
        {
            for (var row = 1; row <= 2_000; row++)
                connection.Playlist(row, 10L, 20L, 30L);
        });
        var whole = File.ReadAllBytes(world.PathOf(CleanPlaylists));
        await NumbersAsync();
        var broken = whole.ToArray();
        broken.AsSpan(broken.Length / 2, 4096).Fill(0xFF);
        foreach (var damaged in (byte[][])[whole[..(whole.Length * 6 / 10)], broken, [1, 2, 3]])
        {
            File.WriteAllBytes(world.PathOf(CleanPlaylists), damaged);
            await world.AnnounceAsync(CleanPlaylists);
            var refused = await world.DeriveAsync(BasketTable.Name);
            Assert.Equal(DerivedState.Refused, refused.State);
            Assert.StartsWith($"catalogue_unreadable: {world.PathOf(CleanPlaylists)}", refused.Detail, StringComparison.Ordinal);
        }

        File.WriteAllBytes(world.PathOf(CleanPlaylists), whole);
        await world.AnnounceAsync(CleanPlaylists);
        Assert.Equal(2_000, (await BasketsAsync()).Count);
    }

    [Fact]
    public async Task Derive_GonePlaylists_AreWaitedFor()
    {
        await PutTracksAsync();
        await PutPlaylistsAsync(connection => connection.Playlist(1, 10L));
        await NumbersAsync();
        File.Delete(world.PathOf(CleanPlaylists));
        Assert.Equal(DerivedState.InputUnusable, (await world.DeriveAsync(BasketTable.Name)).State);
    }

    [Fact]
    public async Task Derive_AnyThreadsAndMemory_GivesTheSameBytes()
    {
        var contents = new HashSet<string>();
        foreach (var (threads, memory) in new[] { (1, 1 << 16), (2, 1 << 24), (3, 1 << 20) })
        {
            using var own = new TablesWorld { PlaylistThreads = threads };
            await own.PutAsync(Clean, CurrentSchema.Tracks, FillTracks);
            await own.PutAsync(CleanPlaylists, CurrentSchema.Playlists, connection =>
            {
                // Ids do not ascend with row numbers, and one comes twice.
                for (var row = 1; row <= 1_500; row++)
                    connection.Playlist(row, [.. Enumerable.Range(0, row % 4).Select(i => (object)(10L * (1 + (row + i) % 3)))]);
                for (var row = 1; row <= 1_500; row++)
                    connection.Execute("UPDATE playlists SET id = $id WHERE rowid = $row", ("$row", row), ("$id", Ids.Playlist(row is 5 or 1_006 ? 5_000 : 1_501 - row).ToString()));
            });
            await own.DeriveAsync(TrackNumberTable.Name, own.Open(memory, threads));
            Assert.Equal(DerivedState.Current, (await own.DeriveAsync(BasketTable.Name, own.Open(memory, threads))).State);
            contents.Add((await own.ManifestAsync(BasketTable.Name)).ContentSha256);
            Assert.Equal(1, (await own.ManifestAsync(BasketTable.Name)).LeftOut[TableWriter.Replaced]);
        }

        Assert.Single(contents);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(TrackRecords.UsualMemoryBytes)]
    public async Task Lookup_InMemoryOrMapped_FindsTheTracks(long maxMemoryBytes)
    {
        await PutTracksAsync();
        await NumbersAsync();
        using var numbers = await world.Store.OpenAsync(await world.ManifestAsync(TrackNumberTable.Name), default);
        using var byNumber = TracksByNumber.Read(numbers, world.PathOf("scratch"), world.Disk(long.MaxValue), default, maxMemoryBytes);
        using var byId = TracksById.Read(numbers, world.PathOf("scratch"), world.Disk(long.MaxValue), default, maxMemoryBytes);
        Assert.True(byNumber.TryFind(20, out var id, out var popularity));
        Assert.Equal((Ids.Track(20), (byte)2), (id, popularity));
        foreach (var row in (long[])[long.MinValue, -1, 0, 15, 31, long.MaxValue])
            Assert.False(byNumber.TryFind(row, out _, out _));
        Assert.True(byId.TryFind(Ids.Track(30), out popularity));
        Assert.Equal(3, popularity);
        Assert.False(byId.TryFind(Ids.Track(15), out _));
        Assert.False(Directory.Exists(world.PathOf("scratch")) && Directory.EnumerateFiles(world.PathOf("scratch")).Any());
    }

    [Fact]
    public async Task Lookup_MappedWithoutSpace_FailsBeforeItWritesAnything()
    {
        await PutTracksAsync();
        await NumbersAsync();
        using var numbers = await world.Store.OpenAsync(await world.ManifestAsync(TrackNumberTable.Name), default);
        var full = world.Disk(new ShardExtractorOptions().DiskReserveBytes + 1);
        var ex = Assert.Throws<IOException>(() => TracksByNumber.Read(numbers, world.PathOf("scratch"), full, default, maxMemoryBytes: 0));
        Assert.Contains("DiskReserveBytes", ex.Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => TracksById.Read(numbers, world.PathOf("scratch"), full, default, maxMemoryBytes: 0));
        using var inMemory = TracksByNumber.Read(numbers, world.PathOf("scratch"), full, default);
        Assert.True(inMemory.TryFind(20, out _, out _));
    }

    [Fact]
    public async Task Read_CancelledWhileRowsAreLeftOut_Stops()
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection => connection.Track(1, "t", id: "no id"));
        var cancelled = new CancellationToken(canceled: true);
        var tracks = new SqlitePlaylistDatabases().ReadTracks(world.PathOf(Clean), new DropCounts("tracks"), new DropCounts("tracks"), cancelled);
        Assert.Throws<OperationCanceledException>(() => tracks.Count());
        using var rows = new SqliteTableSources().OpenTracks(world.PathOf(Clean), null, null);
        Assert.Throws<OperationCanceledException>(() => rows.MoveNext(cancelled));
    }

    public void Dispose() => world.Dispose();

    private static void FillTracks(SqliteConnection connection)
    {
        connection.Track(10, "a", popularity: 1);
        connection.Track(20, "b", popularity: 2);
        connection.Track(30, "c", popularity: 3);
    }

    private Task<InputFile> PutTracksAsync(string title = "a", int popularityOf20 = 2) => world.PutAsync(Clean, CurrentSchema.Tracks, connection =>
    {
        FillTracks(connection);
        connection.Execute("UPDATE tracks SET name = $title WHERE rowid = 10", ("$title", title));
        connection.Execute("UPDATE tracks SET popularity = $popularity WHERE rowid = 20", ("$popularity", popularityOf20));
    });

    private Task<InputFile> PutPlaylistsAsync(Action<SqliteConnection> fill) => world.PutAsync(CleanPlaylists, CurrentSchema.Playlists, fill);

    private async Task NumbersAsync() => Assert.Equal(DerivedState.Current, (await world.DeriveAsync(TrackNumberTable.Name)).State);

    /// <summary>Derives both tables, and reads the baskets: playlist, then track and popularity of each entry.</summary>
    private async Task<List<string>> BasketsAsync()
    {
        await NumbersAsync();
        return [.. (await world.RowsAsync(BasketTable.Name)).Select(row => $"{Number(row.Key)}: {string.Join(' ', Entries(row.Value))}")];
    }

    private static IEnumerable<string> Entries(byte[] value) => BasketTable.TrackIds(value).ToArray().Chunk(TrackId.KeyLength)
        .Zip(BasketTable.Popularities(value).ToArray(), (key, popularity) => $"{Number(TrackId.FromKey(key))}/{popularity}");

    private static long Number(TrackId id) => (long)(ulong)id.Value;
}
