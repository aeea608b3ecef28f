using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Tables.Reports;
using StoredTrack = SpotifyPlatform.Storage.Catalog.TrackRow;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog.Tables;

/// <summary>Whatever a database has and a table has not is counted, with the first positions; what is no number is unknown.</summary>
public sealed class LeftOutTests : IDisposable
{
    private const string Clean = "spotify_clean.sqlite3";
    private const string CleanFeatures = "spotify_clean_audio_features.sqlite3";
    private const string CleanPlaylists = "spotify_clean_playlists.sqlite3";

    private readonly TablesWorld world = new();

    [Fact]
    public async Task Derive_ManyInvalidRowsAndValues_NamesTheFirstOfEach()
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection =>
        {
            for (var row = 1; row <= 30; row++)
                connection.Track(row, "t", isrc: "junk", id: row > 20 ? $"no id {row}" : null);
        });

        await world.RowsAsync("tracks");

        Assert.Equal(
            [
                $"id_invalid 10: {string.Join(", ", Enumerable.Range(21, 10).Select(row => $"tracks row {row}"))}",
                $"invalid_values/isrc_invalid 20: {string.Join(", ", Enumerable.Range(1, 10).Select(row => $"tracks row {row}"))}",
            ],
            await LeftOutAsync("tracks"));
    }

    [Fact]
    public async Task Derive_NumbersAsBytesAndTexts_AreUnknownAndCounted()
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection =>
        {
            connection.Track(1, "Known", popularity: 0, duration: 183_000, isExplicit: 0);
            connection.Track(2, "Bytes", popularity: BitConverter.GetBytes(64L), duration: BitConverter.GetBytes(183_000L), isExplicit: BitConverter.GetBytes(1L));
            connection.Track(3, "Texts", popularity: "high", duration: "3:04", isExplicit: "True");
            connection.Track(4, "Nothing");
            connection.Track(5, "Numbers as texts", popularity: "64", duration: "183000.0", isExplicit: "1");
        });
        await world.PutAsync(CleanFeatures, CurrentSchema.Features, connection =>
        {
            connection.Execute(
                "INSERT INTO track_audio_features(track_id, null_response, key, tempo, energy) VALUES($id, 0, $key, $tempo, 0.5)",
                ("$id", Ids.Track(1).ToString()), ("$key", BitConverter.GetBytes(7L)), ("$tempo", BitConverter.GetBytes(120.5f)));
        });

        var rows = await world.RowsAsync("tracks");

        Assert.Equal((0, false, 183_000L), Values(rows[Ids.Track(1)]));
        foreach (var unknown in new[] { 2, 3, 4 })
            Assert.Equal((null, null, 0L), Values(rows[Ids.Track(unknown)]));
        Assert.Equal((64, true, 183_000L), Values(rows[Ids.Track(5)]));
        Assert.Equal(["invalid_values/value_invalid 6: tracks row 2, tracks row 3"], await LeftOutAsync("tracks"));
        Assert.Equal(AudioFeatures.None with { Energy = 0.5 }, FeatureTable.Read(Assert.Single(await world.RowsAsync("features")).Value));
        Assert.Equal(["invalid_values/value_invalid 2: track_audio_features row 1"], await LeftOutAsync("features"));

        static (int?, bool?, long) Values(byte[] row) => (new StoredTrack(row).KnownPopularity, new StoredTrack(row).KnownExplicit, new StoredTrack(row).DurationMs);
    }

    [Fact]
    public async Task Derive_ListsInPythonsNotation_AreReadAndOthersCounted()
    {
        await world.PutAsync(Clean, LegacySchema.Tracks, connection =>
        {
            connection.LegacyArtist(1, "One", """['test pop', "drum'n'bass", 'caf\xe9 \'noir\'', None]""");
            connection.LegacyArtist(2, "Two", "('rock',)");
            connection.LegacyArtist(3, "Three", "pop, rock");
            connection.LegacyArtist(4, "Four", "['pop' 'rock']");
            connection.LegacyArtist(5, "Five", "null");
            connection.LegacyTrack(1, "Python", $"['{Ids.Artist(1)}', '{Ids.Artist(2)}']", null, null, 1);
            connection.LegacyTrack(2, "JSON", $"[\"{Ids.Artist(1)}\"]", null, null, 1);
            connection.LegacyTrack(3, "Cut", $"['{Ids.Artist(1)}', '", null, null, 1);
            connection.LegacyTrack(4, "Braces", $"{{{Ids.Artist(1)}}}", null, null, 1);
            connection.LegacyTrack(5, "Trailing", $"[\"{Ids.Artist(1)}\"] x", null, null, 1);
        });

        var tracks = (await world.RowsAsync("tracks")).ToDictionary(row => TablesWorld.Text(row.Value).Name, row => TablesWorld.Text(row.Value));
        var artists = await world.RowsAsync("artists");

        Assert.Equal(["One", "Two"], tracks["Python"].Artists.Select(artist => artist.Name));
        Assert.Equal(["café 'noir'", "drum'n'bass", "rock", "test pop"], tracks["Python"].Genres);
        Assert.Equal(["One"], tracks["JSON"].Artists.Select(artist => artist.Name));
        foreach (var name in new[] { "Cut", "Braces", "Trailing" })
            Assert.Empty(tracks[name].Artists);
        Assert.Equal(["invalid_values/list_invalid 3: tracks row 3, tracks row 4, tracks row 5"], await LeftOutAsync("tracks"));
        Assert.Equal(["café 'noir'", "drum'n'bass", "test pop"], ArtistText.Parser.ParseFrom(artists[Ids.Artist(1)]).Genres);
        Assert.Equal(
            ["invalid_values/list_invalid 2: artists row 3, artists row 4", "invalid_values/value_invalid 1: artists row 1"], await LeftOutAsync("artists"));
    }

    [Fact]
    public async Task Derive_IdInTwoRows_HasTheLaterRowAndItsIdIsNamed()
    {
        await world.PutAsync(Clean, LegacySchema.Tracks.Replace(" PRIMARY KEY", "", StringComparison.Ordinal) + "CREATE INDEX a ON artists(id); CREATE INDEX b ON albums(id);", connection =>
        {
            connection.LegacyArtist(1, "First", null);
            connection.LegacyArtist(1, "Last", null);
            foreach (var name in new[] { "First album", "Last album" })
                connection.Execute("INSERT INTO albums(id, name) VALUES($id, $name)", ("$id", Ids.Playlist(1).ToString()), ("$name", name));
            connection.LegacyTrack(2, "Other", null, null, null, 1);
            connection.LegacyTrack(1, "First", null, null, null, 1);
            connection.LegacyTrack(1, "Last", $"[\"{Ids.Artist(1)}\"]", Ids.Playlist(1).ToString(), null, 1);
        });

        var track = TablesWorld.Text((await world.RowsAsync("tracks"))[Ids.Track(1)]);

        Assert.Equal(("Last", "Last", "Last album"), (track.Name, Assert.Single(track.Artists).Name, track.AlbumName));
        Assert.Equal([$"replaced_by_later_row 1: key {Convert.ToHexStringLower(Ids.Track(1).ToKey())}"], await LeftOutAsync("tracks"));
        Assert.Equal("Last", ArtistText.Parser.ParseFrom(Assert.Single(await world.RowsAsync("artists")).Value).Name);
        Assert.Equal("Last album", AlbumText.Parser.ParseFrom(Assert.Single(await world.RowsAsync("albums")).Value).Name);
    }

    [Fact]
    public async Task Derive_DatesThatAreNone_AreCounted()
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection =>
        {
            var dates = new[] { "1999-12-31", "0000", "last year", "31.12.1999", "" };
            for (var row = 1; row <= dates.Length; row++)
            {
                connection.Album(row, "An Album", dates[row - 1]);
                connection.Execute("UPDATE albums SET id = $id WHERE rowid = $row", ("$row", row), ("$id", Ids.Playlist(row).ToString()));
                connection.Track(row, "t", row);
            }
        });

        await world.RowsAsync("tracks");
        await world.RowsAsync("albums");

        Assert.Equal(["invalid_values/date_invalid 2: tracks row 3, tracks row 4"], await LeftOutAsync("tracks"));
        Assert.Equal(["invalid_values/date_invalid 2: albums row 3, albums row 4"], await LeftOutAsync("albums"));
    }

    [Fact]
    public async Task Derive_EntriesThatBelongToNothing_AreCountedByReason()
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection => connection.Track(10, "t", popularity: 1));
        await world.PutAsync(CleanPlaylists, CurrentSchema.Playlists, connection =>
        {
            connection.Playlist(5, 10L, 999L);
            connection.Playlist(900, 10L);
            Entry(5, 10, 10L, false, false);
            Entry(5, 11, BitConverter.GetBytes(10L), false, false);
            Entry(5, 12, "ten", false, false);
            Entry(5, 13, 10L, BitConverter.GetBytes(1L), false);
            Entry(5, 14, 10L, null, null);
            // Before, between and behind the playlists, and at no number.
            Entry(-7, 0, 10L, false, false);
            Entry(4, 0, 10L, false, false);
            Entry(6, 0, 10L, false, false);
            Entry(800, 0, 10L, false, false);
            Entry(5_000_000_000, 0, 10L, false, false);
            Entry("text", 0, 10L, false, false);
            Entry(5.5, 0, 10L, false, false);

            void Entry(object playlist, int position, object? track, object? episode, object? local) => connection.Execute(
                "INSERT INTO playlist_tracks(playlist_rowid, position, track_rowid, is_episode, is_local) VALUES($playlist, $position, $track, $episode, $local)",
                ("$playlist", playlist), ("$position", position), ("$track", track), ("$episode", episode), ("$local", local));
        });
        await world.DeriveAsync(TrackNumberTable.Name);

        Assert.Equal(2, (await world.RowsAsync(BasketTable.Name)).Count);

        Assert.Equal(
            [
                "flag_invalid 1: playlists row 5",
                "playlist_missing 7: playlists row -7, playlists row 4, playlists row 5, playlists row 6, playlists row 800, playlists row 5000000000",
                "repeated 2: playlists row 5",
                "row_number_invalid 2: playlists row 5",
                "vanished 1: playlists row 5",
            ],
            await LeftOutAsync(BasketTable.Name));
    }

    [Fact]
    public async Task Derive_LegacyEntriesThatBelongToNothing_AreCountedByReason()
    {
        await world.PutAsync(Clean, LegacySchema.Tracks, connection => connection.LegacyTrack(10, "t", null, null, null, 1));
        await world.PutAsync(CleanPlaylists, LegacySchema.Playlists, connection =>
        {
            connection.LegacyPlaylist(1, 10, 999);
            connection.Execute("INSERT INTO playlist_tracks(playlist_id, track_id, position) VALUES($id, 'no id', 7), ('nobody', $track, 0)",
                ("$id", Ids.Playlist(1).ToString()), ("$track", Ids.Track(10).ToString()));
        });
        await world.DeriveAsync(TrackNumberTable.Name);

        Assert.Single(await world.RowsAsync(BasketTable.Name));

        Assert.Equal(
            ["playlist_missing 1: ", "track_id_invalid 1: playlists row 1", "vanished 1: playlists row 1"], await LeftOutAsync(BasketTable.Name));
    }

    public void Dispose() => world.Dispose();

    private async Task<IEnumerable<string>> LeftOutAsync(string table) =>
        LeftOut.Of(await world.ManifestAsync(table)).Select(loss => $"{loss.Reason} {loss.Count}: {string.Join(", ", loss.Positions)}");
}
