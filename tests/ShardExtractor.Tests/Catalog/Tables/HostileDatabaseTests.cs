using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog.Tables;

/// <summary>Databases that are small and would cost much.</summary>
public sealed class HostileDatabaseTests : IDisposable
{
    private const string Clean = "spotify_clean.sqlite3";

    private readonly TablesWorld world = new();

    /// <summary>An array by row number would have 17 bytes for each number: 18 TB.</summary>
    [Fact]
    public async Task Derive_RowNumbersBeyond32Bits_AreFoundInLittleMemory()
    {
        const long Far = (1L << 40) + 7;
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection =>
        {
            connection.Track(10, "near", popularity: 1);
            connection.Track(Far, "far", popularity: 2, id: Ids.Track(20).ToString());
        });
        await world.PutAsync("spotify_clean_playlists.sqlite3", CurrentSchema.Playlists, connection =>
        {
            connection.Playlist(1, 10L, Far, Far + 1);
            connection.Playlist(Far, Far);
        });
        Assert.Equal(DerivedState.Current, (await world.DeriveAsync(TrackNumberTable.Name)).State);

        var baskets = await world.RowsAsync(BasketTable.Name);

        Assert.Equal([2, 1], baskets.Values.Select(basket => basket.Length / BasketTable.ValueBytes(1)));
        Assert.Equal(1, (await world.ManifestAsync(BasketTable.Name)).LeftOut["vanished"]);
    }

    /// <summary>Read for every track, the name would be 8 GB.</summary>
    [Fact]
    public async Task Derive_AlbumNameOf3Point9MegabytesOfManyTracks_LeavesOutTheirRows()
    {
        const int Tracks = 2_000;
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection =>
        {
            connection.Album(1, new string('x', 3_900_000), "1999");
            for (var row = 1; row <= Tracks; row++)
                connection.Track(row, "t", row < Tracks ? 1 : null);
        });

        Assert.Single(await world.RowsAsync("tracks"));
        Assert.Equal(Tracks - 1, (await world.ManifestAsync("tracks")).LeftOut["row_too_large"]);
    }

    /// <summary>Read for every track, the genres would be 100 million rows.</summary>
    [Fact]
    public async Task Derive_ArtistOf200000GenresOfManyTracks_HasTheFirstThousand()
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection =>
        {
            connection.Artist(1, "Many");
            connection.Execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) INSERT INTO artist_genres SELECT 1, printf('genre %06d', i) FROM n");
            for (var row = 1; row <= 500; row++)
                connection.Track(row, "t", artists: 1);
        });

        var tracks = await world.RowsAsync("tracks");
        var artist = ArtistText.Parser.ParseFrom(Assert.Single(await world.RowsAsync("artists")).Value);

        Assert.All(tracks.Values, track => Assert.Equal(1_000, TablesWorld.Text(track).Genres.Count));
        Assert.Equal(("genre 000001", "genre 001000"), (artist.Genres[0], artist.Genres[^1]));
        Assert.Equal(199_000, (await world.ManifestAsync("artists")).Counts["invalid_values/too_many_genres"]);
    }

    /// <summary>A full disk is waited for; a file that no disk can hold is refused.</summary>
    [Fact]
    public async Task Derive_FrameThatAnnounces100Terabytes_IsRefused()
    {
        // Magic number, an eight-byte content size and a window of 1 KiB, the size, and an empty last block.
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0xC0, 0x00, .. BitConverter.GetBytes(100_000_000_000_000L), 0x01, 0x00, 0x00];
        Assert.Equal(100_000_000_000_000L, ZstdFrame.ContentSize(frame));
        File.WriteAllBytes(world.PathOf(Clean + ".zst"), frame);
        await world.AnnounceAsync(Clean + ".zst");

        var refused = await world.DeriveAsync("tracks");

        Assert.Equal(DerivedState.Refused, refused.State);
        Assert.StartsWith("catalogue_too_large:", refused.Detail, StringComparison.Ordinal);
    }

    public void Dispose() => world.Dispose();
}
