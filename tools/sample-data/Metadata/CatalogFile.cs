using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.Output;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Metadata;

/// <summary>Writes <c>spotify_clean.sqlite3</c>.</summary>
internal sealed class CatalogFile(SampleWorld world)
{
    public const string Name = "spotify_clean.sqlite3";
    private const long Fetched = 1_751_328_000_000; // 2025-07-01, Unix milliseconds
    private static readonly string[] Markets = ["AD,AE,AR,AT,AU,BE,BR,CA,CH,DE,ES,FR,GB,IT,JP,NL,SE,US", "US,CA,MX", "DE,AT,CH", "JP", ""];

    public IReadOnlyDictionary<string, long> Write(string folder, StageReporter progress)
    {
        using var file = new SqliteFile(Path.Combine(folder, Name));
        file.Execute(CatalogSchema.Tables);
        WriteMarkets(file.Rows("available_markets", 2));
        WriteArtists(file);
        WriteAlbums(file);
        WriteTracks(file, progress);
        file.Finish(CatalogSchema.Indexes);
        return file.Counts(Name);
    }

    /// <summary>When a row was fetched, Unix milliseconds: some days before the cut-off.</summary>
    public static long FetchedAt(long row) => Fetched - row * 7919 % 2_592_000 * 1000;

    private static void WriteMarkets(RowWriter rows)
    {
        for (var i = 0; i < Markets.Length; i++)
            rows.Add(i + 1).Add(Markets[i]).Write();
    }

    private void WriteArtists(SqliteFile file)
    {
        var (artists, genres, images) = (file.Rows("artists", 6), file.Rows("artist_genres", 2), file.Rows("artist_images", 4));
        for (var index = 0; index < world.ArtistCount; index++)
        {
            var artist = world.Artist(index);
            artists.Add(index + 1).Add(artist.Id).Add(FetchedAt(index)).Add(artist.Name).Add(artist.Followers).Add(artist.Popularity).Write();
            foreach (var tag in artist.Tags)
                genres.Add(index + 1).Add(tag).Write();
            if (artist.Popularity > 20)
                images.Add(index + 1).Add(640).Add(640).Add(Image(artist.Id)).Write();
        }
    }

    private void WriteAlbums(SqliteFile file)
    {
        var (albums, links, images) = (file.Rows("albums", 15), file.Rows("artist_albums", 5), file.Rows("album_images", 4));
        for (var index = 0; index < world.AlbumCount; index++)
        {
            var album = world.Album(index);
            var copyright = $"{album.ReleaseDate[..4]} {album.Label}";
            albums.Add(index + 1).Add(album.Id).Add(FetchedAt(index)).Add(album.Name).Add(album.Type).Add(MarketOf(index)).Add(album.Upc)
                .Null().Add(copyright).Add(copyright).Add(album.Label).Add(album.Popularity).Add(album.ReleaseDate).Add(album.Precision)
                .Add(album.Size).Write();
            links.Add(album.Artist + 1).Add(index + 1).Add(0).Add(0).Add(0).Write();
            foreach (var size in (ReadOnlySpan<int>)[640, 300, 64])
                images.Add(index + 1).Add(size).Add(size).Add(Image(album.Id)).Write();
        }
    }

    private void WriteTracks(SqliteFile file, StageReporter progress)
    {
        var (tracks, artists) = (file.Rows("tracks", 15), file.Rows("track_artists", 2));
        for (var index = 0; index < world.TrackCount; index++)
        {
            var track = world.Track(index);
            tracks.Add(index + 1).Add(track.Id.ToString()).Add(FetchedAt(index)).Add(track.Name).Null().Add(track.Album + 1).Add(track.Number)
                .Add(track.Isrc).Null().Null().Add(track.Popularity).Add(MarketOf(track.Album)).Add(1).Add(track.DurationMs).Add(track.Explicit)
                .Write();
            foreach (var artist in track.Artists)
                artists.Add(index + 1).Add(artist + 1).Write();
            progress.Tick(world.TrackCount);
        }
    }

    private int MarketOf(int album) => 1 + world.RngFor(RngStream.AlbumDetails, ~(long)album).Below(20) switch { < 16 => 0, < 17 => 1, < 18 => 2, < 19 => 3, _ => 4 };

    private static string Image(string id) => $"https://i.scdn.co/image/ab67616d0000b273{id}";
}
