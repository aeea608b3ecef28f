using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;
using CatalogContent = SpotifyPlatform.Contracts.Catalog.V1.CatalogContent;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

public sealed class PlaylistsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingBus bus = new();

    [Fact]
    public async Task Extract_CurrentSchema_MakesBasketsOfDistinctTracksInTheOrderOfTheirIds()
    {
        await ExtractAsync(
            Tracks(),
            Data().Playlists(connection =>
            {
                connection.Playlist(1, 30L, 10L, "episode", 20L, 10L, "local", "vanished", 999L, 10L);
                connection.Playlist(2, "episode", "vanished");
                connection.Playlist(3);
                connection.Playlist(700, 20L);
                connection.Execute("INSERT INTO playlists(rowid, id) VALUES(4, 'broken')");
                connection.Execute("INSERT INTO playlist_tracks(playlist_rowid, position, track_rowid) VALUES(4, 0, 10), (5, 0, 10)");
            }));

        var baskets = bus.Baskets.ToList();
        Assert.Equal([Ids.Playlist(1), Ids.Playlist(700)], baskets.Select(b => TrackId.FromKey(b.PlaylistId.Span)));
        Assert.Equal([Ids.Track(10), Ids.Track(20), Ids.Track(30)], TracksOf(baskets[0]));
        Assert.Equal([1, 2, 3], baskets[0].Popularities.Select(b => (int)b));
        Assert.Equal(
            [("episode", 2L), ("local", 1L), ("playlist_empty", 2L), ("playlist_id_invalid", 1L), ("repeated", 2L), ("vanished", 3L)],
            PlaylistsFile().Dropped.Select(d => (d.Key, d.Value)).Order());
        Assert.Equal((2L, 2L), (PlaylistsFile().Rows, PlaylistsFile().Batches));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Extract_LegacySchema_ResolvesIdsInEitherFormOfTheTracks(bool olderTracks)
    {
        var tracks = olderTracks
            ? Data().Tracks(connection =>
            {
                for (var n = 10; n <= 30; n += 10)
                    connection.LegacyTrack(n, "t", null, null, null, n / 10);
            }, LegacySchema.Tracks)
            : Tracks();
        await ExtractAsync(
            tracks,
            Data().Playlists(
                connection =>
                {
                    connection.LegacyPlaylist(1, 30, 10, 10, 999);
                    connection.LegacyPlaylist(2);
                },
                LegacySchema.Playlists));

        var basket = Assert.Single(bus.Baskets);
        Assert.Equal([Ids.Track(10), Ids.Track(30)], TracksOf(basket));
        Assert.Equal([1, 3], basket.Popularities.Select(b => (int)b));
        Assert.Equal([("playlist_empty", 1L), ("repeated", 1L), ("vanished", 1L)], PlaylistsFile().Dropped.Select(d => (d.Key, d.Value)).Order());
    }

    [Fact]
    public async Task Extract_RowNumbersIntoAnOlderCatalog_AreRefused()
    {
        var playlists = Data().Playlists(connection => connection.Playlist(1, 1L));
        var tracks = Data().Tracks(connection => connection.LegacyTrack(1, "t", null, null, null, 1), LegacySchema.Tracks);

        var refused = await Assert.ThrowsAsync<CatalogRefusedException>(() => ExtractAsync(tracks, playlists));

        Assert.Equal(CatalogFault.SchemaUnknown, refused.Fault);
        Assert.Contains("tracks.album_rowid", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extract_LongerThanTheLongestBasket_IsLeftOutWhole()
    {
        await ExtractAsync(
            Data().Tracks(connection =>
            {
                for (var row = 1; row <= 40; row++)
                    connection.Track(row, "t");
            }),
            Data().Playlists(connection =>
            {
                connection.Playlist(1, [.. Enumerable.Range(1, 40).Select(row => (object)(long)row)]);
                connection.Playlist(2, [.. Enumerable.Range(1, 11).Select(row => (object)(long)row)]);
                connection.Playlist(3, [.. Enumerable.Range(0, 40).Select(n => (object)(1L + n % 10))]);
            }),
            new() { MaxBasketTracks = 10 });

        Assert.Equal(10, TracksOf(Assert.Single(bus.Baskets)).Count);
        Assert.Equal([("playlist_too_long", 2L), ("repeated", 30L)], PlaylistsFile().Dropped.Select(d => (d.Key, d.Value)).Order());
    }

    [Fact]
    public async Task Extract_PlaylistsBeforeTheTracks_WaitsAndGivesTheSame()
    {
        var (tracks, playlists) = (Tracks(), Data().Playlists(connection => connection.Playlist(1, 30L, 10L)));
        var other = new RecordingBus();
        using (var extractor = new Extractor(folder.File("data"), other))
        {
            await extractor.ExtractAsync(playlists);
            Assert.Empty(other.Published);
        }

        using (var extractor = new Extractor(folder.File("data"), other))
            await extractor.ExtractAsync(tracks);
        await ExtractAsync(tracks, playlists, data: "ordered");

        Assert.Equal(bus.Published, other.Published);
        Assert.Equal(LogicalDigest.Of(folder.File("ordered/extractor.sqlite")), LogicalDigest.Of(folder.File("data/extractor.sqlite")));
    }

    [Fact]
    public async Task Extract_BothAtOnce_GivesTheSame()
    {
        var (tracks, playlists) = (Tracks(), Data().Playlists(connection => connection.Playlist(1, 30L, 10L)));
        using (var extractor = new Extractor(folder.File("data"), bus))
            await Task.WhenAll(Task.Run(() => extractor.ExtractAsync(playlists)), Task.Run(() => extractor.ExtractAsync(tracks)));

        Assert.Equal([Ids.Track(10), Ids.Track(30)], TracksOf(Assert.Single(bus.Baskets)));
        Assert.Single(bus.Files);
    }

    public void Dispose() => folder.Dispose();

    private static List<TrackId> TracksOf(Basket basket) => [.. basket.TrackIds.Chunk(TrackId.KeyLength).Select(key => TrackId.FromKey(key))];

    private CatalogFileExtracted PlaylistsFile() => bus.Files.Single(f => f.Content == CatalogContent.Playlists);

    private DataSet Data() => new(folder.File("input"));

    private CatalogFile Tracks() => Data().Tracks(connection =>
    {
        connection.Track(10, "a", popularity: 1);
        connection.Track(20, "b", popularity: 2);
        connection.Track(30, "c", popularity: 3);
    });

    private async Task ExtractAsync(CatalogFile tracks, CatalogFile playlists, ShardExtractorOptions? options = null, string data = "data")
    {
        using var extractor = new Extractor(folder.File(data), bus, settings: options);
        await extractor.ExtractAsync(tracks);
        await extractor.ExtractAsync(playlists);
    }
}
