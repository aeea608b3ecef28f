using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;
using CatalogContent = SpotifyPlatform.Contracts.Catalog.V1.CatalogContent;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

public sealed class TracksTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingBus bus = new();

    [Fact]
    public async Task Extract_CurrentSchema_PublishesTracksWithAllThatBelongsToThem()
    {
        var file = Data().Tracks(connection =>
        {
            connection.Artist(1, "Ånna", "pop", "art pop");
            connection.Artist(2, "Bob", "rock", "pop", "");
            connection.Artist(3, "No genre");
            connection.Album(7, "An Album", "1999-12");
            connection.Track(2, "Second", 7, "us-rc1-76-07839", 55, 181_000, 1, null, 2, 1);
            connection.Track(1, "First", null, "junk", null, null, null, null, 3);
        });

        await ExtractAsync(file);

        var tracks = bus.Tracks.ToList();
        Assert.Equal(["First", "Second"], tracks.Select(t => t.Name));
        Assert.Equal(
            """{ "spotifyId": "AAAAAQAAAAAAAAAAAAAAAQ==", "name": "First", "artists": [ { "spotifyId": "AAAAAgAAAAAAAAAAAAAAAw==", "name": "No genre" } ] }""",
            tracks[0].ToString());
        var second = tracks[1];
        Assert.Equal(Ids.Track(2), TrackId.FromKey(second.SpotifyId.Span));
        Assert.Equal(["Bob", "Ånna"], second.Artists.Select(a => a.Name));
        Assert.Equal([Ids.Artist(2), Ids.Artist(1)], second.Artists.Select(a => TrackId.FromKey(a.SpotifyId.Span)));
        Assert.Equal(["art pop", "pop", "rock"], second.Genres);
        Assert.Equal(("An Album", "1999-12", "USRC17607839", 55, 181_000L, true),
            (second.AlbumName, second.ReleaseDate, second.Isrc, second.Popularity, second.DurationMs, second.Explicit));
        var whole = Assert.Single(bus.Files);
        Assert.Equal((CatalogContent.Tracks, 1L, 2L), (whole.Content, whole.Batches, whole.Rows));
        Assert.Equal("{ \"isrc_invalid\": 1 }", Text(whole));
    }

    [Fact]
    public async Task Extract_CurrentSchema_LeavesOutAndCountsWhatCannotBeUsed()
    {
        var file = Data().Tracks(connection =>
        {
            connection.Artist(1, "Twice");
            connection.Execute("INSERT INTO artists(rowid, id, name) VALUES(2, 'not an id', 'Nobody')");
            connection.Track(1, "Bad id", id: "spotify", artists: 1);
            connection.Track(2, "Kept", popularity: 900, duration: -5, isExplicit: 3, artists: [1, 2, 99, 1]);
            connection.Track(3, new string('x', 300_000));
            connection.Execute("INSERT INTO track_artists VALUES(77, 1)");
        });

        await ExtractAsync(file);

        var kept = Assert.Single(bus.Tracks);
        Assert.Equal(("Kept", 100, 0L, true), (kept.Name, kept.Popularity, kept.DurationMs, kept.Explicit));
        Assert.Equal("Twice", Assert.Single(kept.Artists).Name);
        Assert.Equal("{ \"artist_invalid\": 2, \"artist_repeated\": 1, \"row_too_large\": 1, \"track_id_invalid\": 1 }", Text(Assert.Single(bus.Files)));
    }

    [Fact]
    public async Task Extract_NumbersThatAreNone_AreCountedAndWholeFloatsAreRead()
    {
        var schema = CurrentSchema.Tracks.Replace(" INTEGER,", ",", StringComparison.Ordinal).Replace("explicit INTEGER", "explicit", StringComparison.Ordinal);
        await ExtractAsync(Data().Tracks(
            connection =>
            {
                connection.Track(1, "Floats", popularity: 64.0, duration: 1.83e5, isExplicit: 1.0);
                connection.Track(2, "Texts", popularity: "high", duration: "3:04", isExplicit: "True");
                connection.Track(3, "Blobs", popularity: new byte[] { 64, 0, 0, 0 }, duration: 0.5, isExplicit: null);
            },
            schema));

        Assert.Equal(
            [("Floats", 64, 183_000L, true), ("Texts", 0, 0L, false), ("Blobs", 0, 0L, false)],
            bus.Tracks.Select(track => (track.Name, track.Popularity, track.DurationMs, track.Explicit)));
        Assert.Equal("{ \"value_invalid\": 5 }", Text(Assert.Single(bus.Files)));
    }

    [Fact]
    public async Task Extract_LegacySchema_PublishesTheSameShape()
    {
        var file = Data().Tracks(
            connection =>
            {
                connection.LegacyArtist(1, "One", """["pop","art pop"]""");
                connection.LegacyArtist(2, "Two", """["rock", 5, "pop"]""");
                connection.LegacyArtist(3, "Three", "not json");
                connection.Execute("INSERT INTO albums(id, name, release_date) VALUES('x', 'An Album', '1999')");
                connection.LegacyTrack(1, "First", $"""["{Ids.Artist(2)}","{Ids.Artist(1)}"]""", "x", "USRC17607839", 40);
                connection.LegacyTrack(2, "Second", $"""["{Ids.Artist(3)}","{Ids.Artist(9)}"]""", "gone", null, 10);
                connection.LegacyTrack(3, "Third", "{broken", null, "", 0);
            },
            LegacySchema.Tracks);

        await ExtractAsync(file);

        var tracks = bus.Tracks.ToList();
        Assert.Equal(["Two", "One"], tracks[0].Artists.Select(a => a.Name));
        Assert.Equal(["art pop", "pop", "rock"], tracks[0].Genres);
        Assert.Equal(("An Album", "1999", "USRC17607839", 40), (tracks[0].AlbumName, tracks[0].ReleaseDate, tracks[0].Isrc, tracks[0].Popularity));
        Assert.Equal(["Three"], tracks[1].Artists.Select(a => a.Name));
        Assert.Equal(("", 0), (tracks[1].AlbumName, tracks[2].Artists.Count));
        Assert.Equal("{ \"artist_invalid\": 1 }", Text(Assert.Single(bus.Files)));
    }

    [Fact]
    public async Task Extract_RowsFarApart_SkipsWhatIsBetween()
    {
        var file = Data().Tracks(connection =>
        {
            foreach (var row in (long[])[-40_000, -1, 0, 1, 16_383, 16_384, 1L << 50])
                connection.Track(row, $"{row}", id: Ids.Track(row + 100_000).ToString());
        });

        await ExtractAsync(file);

        Assert.Equal(["-40000", "-1", "0", "1", "16383", "16384", "1125899906842624"], bus.Tracks.Select(t => t.Name));
        Assert.Equal(5, Assert.Single(bus.Files).Batches);
    }

    [Fact]
    public async Task Extract_EmptyCatalog_SaysThatItIsWhole()
    {
        await ExtractAsync(Data().Tracks(_ => { }));

        var whole = Assert.Single(bus.Files);
        Assert.Equal((0L, 0L), (whole.Batches, whole.Rows));
    }

    public void Dispose() => folder.Dispose();

    private static string Text(CatalogFileExtracted whole) =>
        "{ " + string.Join(", ", whole.Dropped.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"\"{d.Key}\": {d.Value}")) + " }";

    private DataSet Data() => new(folder.File("input"));

    private async Task ExtractAsync(CatalogFile file)
    {
        using var extractor = new Extractor(folder.File("data"), bus);
        await extractor.ExtractAsync(file);
    }
}
