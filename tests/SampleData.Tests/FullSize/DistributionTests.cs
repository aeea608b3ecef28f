using SpotifyPlatform.SampleData.Tests.MusicBrainz;

namespace SpotifyPlatform.SampleData.Tests.FullSize;

/// <summary>The counts and shares that are known of the real data set, in proportion.</summary>
[Collection(nameof(FullSizeFolder))]
public sealed class DistributionTests(FullSizeFolder world)
{
    private const double RealTracks = 256_039_007;

    [Theory]
    [InlineData("spotify_clean.sqlite3/tracks", 256_039_007, 0.001)]
    [InlineData("spotify_clean.sqlite3/artists", 15_400_000, 0.01)]
    [InlineData("spotify_clean.sqlite3/albums", 59_000_000, 0.01)]
    [InlineData("spotify_clean.sqlite3/track_artists", 348_000_000, 0.05)]
    [InlineData("spotify_clean.sqlite3/artist_genres", 2_200_000, 0.15)]
    [InlineData("spotify_clean_playlists.sqlite3/playlists", 6_608_769, 0.001)]
    [InlineData("spotify_clean_playlists.sqlite3/playlist_tracks", 1_698_443_099, 0.12)]
    [InlineData("distinct/tracks_with_features", 229_500_000, 0.02)]
    [InlineData("distinct/isrcs", 186_000_000, 0.05)]
    [InlineData("audio-analysis/lines", 33_500_000, 0.1)]
    [InlineData("mbdump.tar/recording", 37_530_321, 0.1)]
    [InlineData("mbdump.tar/isrc", 5_480_292, 0.2)]
    [InlineData("mbdump.tar/artist", 2_780_016, 0.1)]
    [InlineData("distinct/tracks_matched_isrc_exact", 17_012_103, 0.2)]
    public void Counts_PerTrack_AreThoseOfTheRealData(string name, double real, double tolerance)
    {
        var expected = real / RealTracks * FullSizeFolder.Options.Tracks;
        Assert.InRange(world.Summary.Counts[name], expected * (1 - tolerance), expected * (1 + tolerance));
    }

    [Fact]
    public void Popularity_Shares_AreThoseOfTheRealData()
    {
        using var catalogue = world.Open("spotify_clean.sqlite3");
        double Share(string condition) => catalogue.One($"SELECT count(*) FROM tracks WHERE popularity {condition}") / (double)FullSizeFolder.Options.Tracks;
        Assert.InRange(Share("= 0"), 0.69, 0.73);
        Assert.InRange(Share(">= 30"), 0.053, 0.064);
        Assert.InRange(Share(">= 50"), 0.0004, 0.0014);
        Assert.Equal(0, catalogue.One("SELECT count(*) FROM tracks WHERE popularity NOT BETWEEN 0 AND 100"));
    }

    [Fact]
    public void PlaylistLengths_Quantiles_HaveALongTail()
    {
        using var playlists = world.Open("spotify_clean_playlists.sqlite3");
        var sizes = playlists.All("SELECT tracks_total FROM playlists ORDER BY 1").Select(row => (long)row[0]!).ToList();
        Assert.InRange(sizes[sizes.Count / 2], 90, 135);
        Assert.InRange(sizes[sizes.Count * 9 / 10], 420, 640);
        Assert.InRange(sizes[^1], 3_000, 11_000);
        Assert.InRange(sizes.Count(size => size > 500) / (double)sizes.Count, 0.07, 0.15);
    }

    [Fact]
    public void Playlists_Tracks_AreSkewed()
    {
        using var playlists = world.Open("spotify_clean_playlists.sqlite3");
        var held = playlists.All("SELECT count(*) FROM playlist_tracks WHERE track_rowid IS NOT NULL GROUP BY track_rowid ORDER BY 1 DESC").Select(row => (long)row[0]!).ToList();
        // A hundredth of the tracks that are in playlists has a good part of all rows.
        Assert.InRange(held.Take(held.Count / 100).Sum() / (double)held.Sum(), 0.1, 0.5);
        // The other four fifths of the catalogue are in none: 47.3 of 256 million tracks are in a playlist.
        Assert.InRange(held.Count / (double)FullSizeFolder.Options.Tracks, 0.16, 0.21);
    }

    [Fact]
    public void Artists_AlbumsAndGenres_AreSkewed()
    {
        using var catalogue = world.Open("spotify_clean.sqlite3");
        var albums = catalogue.All("SELECT count(*) FROM artist_albums GROUP BY artist_rowid ORDER BY 1 DESC").Select(row => (long)row[0]!).ToList();
        Assert.Equal(world.Summary.Counts["spotify_clean.sqlite3/artists"], albums.Count);
        Assert.True(albums[0] > 20 * albums[albums.Count / 2]);
        var tagged = catalogue.One("SELECT count(DISTINCT artist_rowid) FROM artist_genres") / (double)albums.Count;
        Assert.InRange(tagged, 0.05, 0.09);
        var guests = catalogue.All("SELECT count(*) FROM track_artists GROUP BY artist_rowid ORDER BY 1 DESC").Select(row => (long)row[0]!).ToList();
        Assert.True(guests[0] > 20 * guests[guests.Count / 2]);
    }

    [Fact]
    public void Ids_OfTheTracks_FallIntoAll484Shards()
    {
        using var catalogue = world.Open("spotify_clean.sqlite3");
        var byShard = catalogue.All("SELECT count(*) FROM tracks GROUP BY substr(id, 1, 2) ORDER BY 1").Select(row => (long)row[0]!).ToList();
        Assert.Equal(484, byShard.Count);
        Assert.InRange(byShard[^2], byShard[1], 3 * byShard[byShard.Count / 2]);
    }

    [Fact]
    public void Dump_References_AllHold()
    {
        var dump = new Dump(world.PathOf("musicbrainz", "mbdump.tar"));
        var credits = dump.Rows("artist_credit").Select(row => row[0]).ToHashSet();
        var artists = dump.Rows("artist").Select(row => row[0]).ToHashSet();
        Assert.All(dump.Rows("recording"), row => Assert.Contains(row[3], credits));
        Assert.All(dump.Rows("artist_credit_name"), row => Assert.Contains(row[2], artists));
    }
}
