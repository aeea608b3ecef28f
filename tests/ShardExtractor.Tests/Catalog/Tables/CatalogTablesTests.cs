using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;
using StoredTrack = SpotifyPlatform.Storage.Catalog.TrackRow;
using StoredTracks = SpotifyPlatform.Storage.Catalog.TrackTable;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog.Tables;

/// <summary>What the rows of tracks, artists and albums hold.</summary>
public sealed class CatalogTablesTests : IDisposable
{
    private const string Clean = "spotify_clean.sqlite3";

    /// <summary>The columns of the schema of 2025 that <see cref="CurrentSchema"/> lacks.</summary>
    private const string FullSchema = CurrentSchema.Tracks +
        """
        ALTER TABLE tracks ADD COLUMN disc_number INTEGER;
        ALTER TABLE albums ADD COLUMN total_tracks INTEGER;
        ALTER TABLE albums ADD COLUMN album_type TEXT;
        ALTER TABLE albums ADD COLUMN label TEXT;
        ALTER TABLE albums ADD COLUMN external_id_upc TEXT;
        ALTER TABLE albums ADD COLUMN popularity INTEGER;
        CREATE TABLE artist_albums(artist_rowid INTEGER, album_rowid INTEGER, is_appears_on INTEGER, is_implicit_appears_on INTEGER, index_in_album INTEGER);
        CREATE INDEX artist_album_album_id ON artist_albums(album_rowid);
        """;

    private readonly TablesWorld world = new();

    [Fact]
    public async Task Derive_CurrentSchema_TracksHaveAllThatBelongsToThem()
    {
        await world.PutAsync(Clean, FullSchema, connection =>
        {
            connection.Artist(1, "Ånna", "pop", "art pop");
            connection.Artist(2, "Bob", "rock", "pop", "");
            connection.Artist(3, "No genre");
            connection.Album(7, "An Album", "1999-12");
            connection.Execute("UPDATE albums SET id = $id", ("$id", Ids.Playlist(7).ToString()));
            connection.Track(2, "Second", 7, "us-rc1-76-07839", 55, 181_000, 1, null, 2, 1);
            connection.Track(1, "First", null, "junk", null, null, null, null, 3);
            connection.Execute("UPDATE tracks SET disc_number = 2, track_number = 300, preview_url = 'https://p' WHERE rowid = 2");
        });

        var rows = await world.RowsAsync("tracks");

        Assert.Equal([Ids.Track(1), Ids.Track(2)], rows.Keys);
        var second = new StoredTrack(rows[Ids.Track(2)]);
        Assert.Equal(("USRC17607839", 55, true, 1999, 181_000L), (second.Isrc!.Value.Code, second.Popularity, second.Explicit, second.Year!.Value, second.DurationMs));
        var text = TablesWorld.Canonical(rows[Ids.Track(2)].AsSpan(StoredTracks.TextAt), TrackText.Parser);
        Assert.Equal(["Bob", "Ånna"], text.Artists.Select(artist => artist.Name));
        Assert.Equal([Ids.Artist(2), Ids.Artist(1)], text.Artists.Select(artist => TrackId.FromKey(artist.Id.Span)));
        Assert.Equal(["art pop", "pop", "rock"], text.Genres);
        Assert.Equal(
            ("Second", "An Album", Ids.Playlist(7), "1999-12", 2, 300, "https://p", ""),
            (text.Name, text.AlbumName, TrackId.FromKey(text.AlbumId.Span), text.ReleaseDate, text.DiscNumber, text.TrackNumber, text.PreviewUrl, text.ExternalUrls));
        var first = TablesWorld.Canonical(rows[Ids.Track(1)].AsSpan(StoredTracks.TextAt), TrackText.Parser);
        Assert.Equal(("First", 0, "No genre", 0), (first.Name, first.AlbumId.Length, Assert.Single(first.Artists).Name, first.Genres.Count));
        Assert.Equal(1, (await world.ManifestAsync("tracks")).Counts["invalid_values/isrc_invalid"]);
    }

    [Fact]
    public async Task Derive_CurrentSchema_ArtistsAndAlbumsHaveTheirColumns()
    {
        await world.PutAsync(Clean, FullSchema, connection =>
        {
            connection.Artist(1, "Ånna", "pop", "art pop");
            connection.Artist(2, "Bob");
            connection.Execute("UPDATE artists SET followers_total = 5000000000, popularity = 61 WHERE rowid = 1");
            connection.Execute(
                """
                INSERT INTO albums(rowid, id, name, release_date, release_date_precision, total_tracks, album_type, label, external_id_upc, popularity)
                VALUES(4, $id, 'An Album', '1999-12', 'month', 12, 'compilation', 'A Label', '0123', 44)
                """,
                ("$id", Ids.Playlist(4).ToString()));
            // In the order of the album, without the artist that merely appears on it.
            connection.Execute("INSERT INTO artist_albums VALUES(1, 4, 0, 0, 1), (2, 4, 0, 0, 0), (3, 4, 1, 0, NULL)");
        });

        var artists = await world.RowsAsync("artists");
        var albums = await world.RowsAsync("albums");

        var anna = TablesWorld.Canonical(artists[Ids.Artist(1)], ArtistText.Parser);
        Assert.Equal(("Ånna", 5_000_000_000L, 61), (anna.Name, anna.Followers, anna.Popularity));
        Assert.Equal(["art pop", "pop"], anna.Genres);
        Assert.Equal(new ArtistText { Name = "Bob" }, TablesWorld.Canonical(artists[Ids.Artist(2)], ArtistText.Parser));
        var album = TablesWorld.Canonical(Assert.Single(albums).Value, AlbumText.Parser);
        Assert.Equal([Ids.Artist(2), Ids.Artist(1)], album.ArtistIds.Select(id => TrackId.FromKey(id.Span)));
        Assert.Equal(
            ("An Album", "1999-12", "month", 12, "compilation", "A Label", "0123", 44),
            (album.Name, album.ReleaseDate, album.ReleaseDatePrecision, album.TotalTracks, album.AlbumType, album.Label, album.Upc, album.Popularity));
    }

    [Fact]
    public async Task Derive_WithoutOptionalColumns_LeavesThemEmpty()
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection =>
        {
            connection.Track(1, "Only");
            connection.Execute("INSERT INTO albums(rowid, id, name) VALUES(1, $id, 'An Album')", ("$id", Ids.Playlist(1).ToString()));
        });

        Assert.Equal(["Only"], await world.TrackNamesAsync());
        Assert.Equal(new AlbumText { Name = "An Album" }, AlbumText.Parser.ParseFrom(Assert.Single(await world.RowsAsync("albums")).Value));
    }

    [Fact]
    public async Task Derive_RowsAndValuesThatCannotBeUsed_AreLeftOutAndCounted()
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection =>
        {
            connection.Artist(1, "Twice");
            connection.Execute("INSERT INTO artists(rowid, id, name) VALUES(2, 'not an id', 'Nobody')");
            connection.Track(1, "Bad id", id: "spotify", artists: 1);
            connection.Track(2, "Kept", popularity: 900, duration: -5, isExplicit: 3, artists: [1, 2, 99, 1]);
            connection.Track(3, new string('x', 300_000));
            connection.Track(4, "Texts", popularity: "high", duration: "3:04", isExplicit: "True");
            connection.Track(5, "Floats", popularity: 64.0, duration: 1.83e5, isExplicit: 1.0);
            connection.Execute("INSERT INTO track_artists VALUES(77, 1)");
        });

        var rows = await world.RowsAsync("tracks");

        Assert.Equal(["Kept", "Texts", "Floats"], rows.Values.Select(row => TablesWorld.Text(row).Name));
        var kept = new StoredTrack(rows[Ids.Track(2)]);
        Assert.Equal((null, 0L, null, "Twice"), (kept.KnownPopularity, kept.DurationMs, kept.KnownExplicit, Assert.Single(kept.Text.Artists).Name));
        var floats = new StoredTrack(rows[Ids.Track(5)]);
        Assert.Equal((64, 183_000L, true), (floats.KnownPopularity, floats.DurationMs, floats.KnownExplicit));
        var manifest = await world.ManifestAsync("tracks");
        Assert.Equal("id_invalid 1, row_too_large 1", Text(manifest.LeftOut));
        Assert.Equal("invalid_values/artist_invalid 2, invalid_values/artist_repeated 1, invalid_values/parent_missing 2, invalid_values/value_invalid 6", Text(manifest.Counts));
        await world.RowsAsync("artists");
        Assert.Equal("id_invalid 1", Text((await world.ManifestAsync("artists")).LeftOut));
    }

    [Fact]
    public async Task Derive_AlbumWithAbsentAndRepeatedArtists_HasEachOnceAndCountsTheOthers()
    {
        await world.PutAsync(Clean, FullSchema, connection =>
        {
            connection.Artist(1, "One");
            connection.Artist(2, "Two");
            connection.Execute("INSERT INTO albums(rowid, id, name) VALUES(4, $id, 'An Album')", ("$id", Ids.Playlist(4).ToString()));
            connection.Execute("INSERT INTO artist_albums VALUES(1, 4, 0, 0, 0), (99, 4, 0, 0, 1), (1, 4, 0, 0, 2), (2, 4, 0, 0, 3), (2, 4, 1, 0, 4)");
        });

        var album = AlbumText.Parser.ParseFrom(Assert.Single(await world.RowsAsync("albums")).Value);

        Assert.Equal([Ids.Artist(1), Ids.Artist(2)], album.ArtistIds.Select(id => TrackId.FromKey(id.Span)));
        Assert.Equal("invalid_values/artist_invalid 1, invalid_values/artist_repeated 1", Text((await world.ManifestAsync("albums")).Counts));
    }

    [Fact]
    public async Task Derive_LegacyAlbumWithInvalidAndRepeatedArtists_HasEachOnceAndCountsTheOthers()
    {
        await world.PutAsync(Clean, LegacySchema.Tracks, connection => connection.Execute(
            "INSERT INTO albums(id, name, artist_ids) VALUES($id, 'An Album', $artists)",
            ("$id", Ids.Playlist(4).ToString()), ("$artists", $"""["{Ids.Artist(1)}","no id","{Ids.Artist(1)}"]""")));

        var album = AlbumText.Parser.ParseFrom(Assert.Single(await world.RowsAsync("albums")).Value);

        Assert.Equal(Ids.Artist(1), TrackId.FromKey(Assert.Single(album.ArtistIds).Span));
        Assert.Equal("invalid_values/artist_invalid 1, invalid_values/artist_repeated 1", Text((await world.ManifestAsync("albums")).Counts));
    }

    [Fact]
    public async Task Derive_MoreArtistsThanAnAlbumsRowHolds_LeavesItOut()
    {
        const int Artists = 20_000;
        await world.PutAsync(Clean, LegacySchema.Tracks, connection => connection.Execute(
            "INSERT INTO albums(id, name, artist_ids) VALUES($id, 'An Album', $artists)",
            ("$id", Ids.Playlist(4).ToString()), ("$artists", $"[{string.Join(',', Enumerable.Range(1, Artists).Select(n => $"\"{Ids.Artist(n)}\""))}]")));
        Assert.Empty(await world.RowsAsync("albums"));
        Assert.Equal("row_too_large 1", Text((await world.ManifestAsync("albums")).LeftOut));
    }

    [Theory]
    [InlineData(CurrentSchema.Tracks)]
    [InlineData(LegacySchema.Tracks)]
    public async Task Derive_MoreThanAThousandCreditsOrGenres_KeepsTheFirstAndCountsTheOthers(string schema)
    {
        var numbers = Enumerable.Range(1, 1_002).ToArray();
        var genres = numbers.Select(n => $"genre {n:D4}").ToArray();
        await world.PutAsync(Clean, schema, connection =>
        {
            if (schema == LegacySchema.Tracks)
            {
                connection.LegacyArtist(1, "Artist 1", $"[{string.Join(',', genres.Select(genre => $"\"{genre}\""))}]");
                foreach (var n in numbers.Skip(1))
                    connection.LegacyArtist(n, $"Artist {n}", n == 2 ? """["another"]""" : null);
                connection.LegacyTrack(1, "Many", $"[{string.Join(',', numbers.Select(n => $"\"{Ids.Artist(n)}\""))}]", null, null, 0);
            }
            else
            {
                connection.Artist(1, "Artist 1", genres);
                foreach (var n in numbers.Skip(1))
                    connection.Artist(n, $"Artist {n}", n == 2 ? ["another"] : []);
                connection.Track(1, "Many", artists: [.. numbers.Select(n => (long)n)]);
            }
        });

        var track = TablesWorld.Text(Assert.Single(await world.RowsAsync("tracks")).Value);
        var artist = ArtistText.Parser.ParseFrom((await world.RowsAsync("artists"))[Ids.Artist(1)]);

        Assert.Equal(numbers[..1_000].Select(n => $"Artist {n}"), track.Artists.Select(credited => credited.Name));
        Assert.Equal(genres[..1_000], track.Genres);
        Assert.Equal("invalid_values/too_many_artists 2, invalid_values/too_many_genres 1", Text((await world.ManifestAsync("tracks")).Counts));
        Assert.Equal(genres[..1_000], artist.Genres);
        Assert.Equal("invalid_values/too_many_genres 2", Text((await world.ManifestAsync("artists")).Counts));
    }

    [Fact]
    public async Task Derive_TextThatIsNoUtf8_IsReplaced()
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection =>
        {
            connection.Track(1, "");
            connection.Execute("UPDATE tracks SET name = CAST(X'41FF42' AS TEXT)");
        });

        var row = Assert.Single(await world.RowsAsync("tracks")).Value;
        Assert.Equal("A\uFFFDB", TablesWorld.Canonical(row.AsSpan(StoredTracks.TextAt), TrackText.Parser).Name);
    }

    [Fact]
    public async Task Derive_FiveSeparateDatabases_EqualTheOneFileLegacySchema()
    {
        await PutLegacyAsync(Clean, "tracks", "artists", "albums");
        await world.PutAsync("spotify_clean_audio_features.sqlite3", LegacySchema.Features, FillFeatures);
        var whole = await DigestsAsync();

        using var other = new TablesWorld();
        Assert.Equal("No file of kind catalog-artists has been announced.", await WaitingAsync(other, "artists"));
        await PutLegacyAsync(other, "spotify_tracks.db", "tracks");
        Assert.Equal("No file of kind catalog-artists has been announced.", await WaitingAsync(other, "tracks"));
        await PutLegacyAsync(other, "spotify_artists.db", "artists");
        Assert.Equal("No file of kind catalog-albums has been announced.", await WaitingAsync(other, "tracks"));
        await PutLegacyAsync(other, "spotify_albums.db", "albums");
        await other.CompressAsync("spotify_albums.db");
        await other.PutAsync("spotify_audio_features.db", LegacySchema.Features, FillFeatures);
        Assert.Equal(whole, await DigestsAsync(other));

        var first = (await other.RowsAsync("tracks"))[Ids.Track(1)];
        var text = TablesWorld.Canonical(first.AsSpan(StoredTracks.TextAt), TrackText.Parser);
        Assert.Equal(["Two", "One"], text.Artists.Select(artist => artist.Name));
        Assert.Equal(["art pop", "pop", "rock"], text.Genres);
        Assert.Equal(
            ("An Album", Ids.Playlist(1), "1999", 3, 4, """{"spotify":"u"}"""),
            (text.AlbumName, TrackId.FromKey(text.AlbumId.Span), text.ReleaseDate, text.DiscNumber, text.TrackNumber, text.ExternalUrls));
        var album = AlbumText.Parser.ParseFrom(Assert.Single(await other.RowsAsync("albums")).Value);
        Assert.Equal(("An Album", Ids.Artist(1)), (album.Name, TrackId.FromKey(Assert.Single(album.ArtistIds).Span)));
        Assert.Equal("invalid_values/artist_invalid 1, invalid_values/list_invalid 1", Text((await other.ManifestAsync("tracks")).Counts));
        Assert.Equal("invalid_values/list_invalid 1, invalid_values/value_invalid 1", Text((await other.ManifestAsync("artists")).Counts));
    }

    public void Dispose() => world.Dispose();

    private static string Text(IEnumerable<KeyValuePair<string, long>> counts) => string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"));

    private static async Task<string?> WaitingAsync(TablesWorld world, string table) => (await world.DeriveAsync(table)).Detail;

    private static void FillFeatures(Microsoft.Data.Sqlite.SqliteConnection connection) =>
        connection.Execute("INSERT INTO audio_features(id, energy, tempo, duration_ms) VALUES($id, 0.5, 120, 1000)", ("$id", Ids.Track(1).ToString()));

    private Task<InputFile> PutLegacyAsync(string name, params string[] tables) => PutLegacyAsync(world, name, tables);

    /// <summary>Writes the same rows in a file with some of the tables.</summary>
    private static Task<InputFile> PutLegacyAsync(TablesWorld world, string name, params string[] tables) => world.PutAsync(name, LegacySchema.Tracks, connection =>
    {
        connection.LegacyArtist(1, "One", """["pop","art pop"]""");
        connection.LegacyArtist(2, "Two", """["rock", 5, "pop"]""");
        connection.LegacyArtist(3, "Three", "not json");
        connection.Execute(
            "INSERT INTO albums(id, name, release_date, artist_ids) VALUES($id, 'An Album', '1999', $artists)",
            ("$id", Ids.Playlist(1).ToString()), ("$artists", $"""["{Ids.Artist(1)}"]"""));
        connection.LegacyTrack(3, "Third", "{broken", null, "", 0);
        connection.LegacyTrack(1, "First", $"""["{Ids.Artist(2)}","{Ids.Artist(1)}"]""", Ids.Playlist(1).ToString(), "USRC17607839", 40);
        connection.LegacyTrack(2, "Second", $"""["{Ids.Artist(3)}","{Ids.Artist(9)}"]""", Ids.Playlist(9).ToString(), null, 10);
        connection.Execute("""UPDATE tracks SET disc_number = 3, track_number = 4, external_urls = '{"spotify":"u"}' WHERE name = 'First'""");
        foreach (var table in new[] { "tracks", "artists", "albums" }.Except(tables))
            connection.Execute($"DROP TABLE {table}");
    });

    private Task<string[]> DigestsAsync() => DigestsAsync(world);

    private static async Task<string[]> DigestsAsync(TablesWorld world)
    {
        var digests = new List<string>();
        foreach (var table in new[] { "tracks", "artists", "albums", "features" })
        {
            Assert.NotEmpty(await world.RowsAsync(table));
            digests.Add((await world.ManifestAsync(table)).ContentSha256);
        }

        return [.. digests];
    }
}
