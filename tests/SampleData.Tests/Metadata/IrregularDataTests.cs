using SpotifyPlatform.Music;

namespace SpotifyPlatform.SampleData.Tests.Metadata;

/// <summary>The irregular values of the real data are in the generated data too.</summary>
[Collection(nameof(SampleFolder))]
public sealed class IrregularDataTests(SampleFolder sample)
{
    [Fact]
    public void Ids_OfEveryKind_AreValidAndDifferent()
    {
        using var catalogue = sample.Open("spotify_clean.sqlite3");
        using var playlists = sample.Open("spotify_clean_playlists.sqlite3");
        string[] ids =
        [
            .. catalogue.All("SELECT id FROM tracks UNION ALL SELECT id FROM artists UNION ALL SELECT id FROM albums").Select(row => (string)row[0]!),
            .. playlists.All("SELECT id FROM playlists UNION ALL SELECT id_if_not_in_tracks_table FROM playlist_tracks WHERE id_if_not_in_tracks_table IS NOT NULL")
                .Select(row => (string)row[0]!),
        ];
        Assert.All(ids, id => Assert.True(TrackId.TryParse(id, out TrackId parsed) && parsed.ToString() == id));
        Assert.Distinct(ids);
    }

    [Fact]
    public void Isrcs_InTheCatalog_IncludeSharedReformattedInvalidEmptyAndMissing()
    {
        using var catalogue = sample.Open("spotify_clean.sqlite3");
        var all = catalogue.All("SELECT external_id_isrc FROM tracks").Select(row => (string?)row[0]).ToList();
        Assert.Contains(null, all);
        Assert.Contains("", all);
        Assert.Contains(all, isrc => isrc is { Length: > 0 } && !Isrc.TryParse(isrc, out _));
        Assert.Contains(all, isrc => Isrc.TryParse(isrc, out var code) && code.Code != isrc);
        var valid = all.Where(isrc => Isrc.TryParse(isrc, out _)).ToLookup(isrc => Isrc.Parse(isrc!));
        Assert.Contains(valid, shared => shared.Count() > 1);
        Assert.Equal(sample.Summary.Counts["distinct/isrcs"], valid.Count);
        Assert.Equal(sample.Summary.Counts["distinct/tracks_with_valid_isrc"], valid.Sum(shared => shared.Count()));
    }

    [Fact]
    public void Features_Values_MixTypesNullsAndMissingRows()
    {
        using var features = sample.Open("spotify_clean_audio_features.sqlite3");
        Assert.Equal(["integer", "null", "real"], features.All("SELECT DISTINCT typeof(tempo) FROM track_audio_features ORDER BY 1").Select(row => row[0]));
        Assert.InRange(features.One("SELECT count(*) FROM track_audio_features WHERE null_response = 1 AND energy IS NULL"), 1, 200);
        Assert.InRange(features.One("SELECT count(*) FROM track_audio_features"), 1, SampleFolder.Options.Tracks - 1);
        Assert.Equal(sample.Summary.Counts["distinct/tracks_with_features"], features.One("SELECT count(*) FROM track_audio_features WHERE null_response = 0"));
        Assert.Equal(0, features.One("SELECT count(*) FROM track_audio_features WHERE key NOT BETWEEN -1 AND 11 OR energy NOT BETWEEN 0 AND 1 OR loudness NOT BETWEEN -60 AND 5"));
    }

    [Fact]
    public void Playlists_Rows_ContainRowsThatBasketsDrop()
    {
        using var playlists = sample.Open("spotify_clean_playlists.sqlite3");
        foreach (var kind in (string[])["is_episode", "is_local", "track_rowid IS NULL AND id_if_not_in_tracks_table IS NULL", "track_rowid IS NULL AND id_if_not_in_tracks_table IS NOT NULL AND NOT is_episode"])
            Assert.True(playlists.One($"SELECT count(*) FROM playlist_tracks WHERE {kind}") > 0, kind);
        Assert.True(playlists.One("SELECT count(*) FROM (SELECT 1 FROM playlist_tracks WHERE track_rowid IS NOT NULL GROUP BY playlist_rowid, track_rowid HAVING count(*) > 1)") > 0);
        Assert.True(playlists.One("SELECT count(*) FROM playlists WHERE owner_id = 'spotify' AND tracks_total = 0") > 0);
        Assert.Equal(0, playlists.One("SELECT count(*) FROM playlists p WHERE tracks_total <> (SELECT count(*) FROM playlist_tracks t WHERE t.playlist_rowid = p.rowid)"));
        var sizes = playlists.All("SELECT count(DISTINCT track_rowid) FROM playlist_tracks GROUP BY playlist_rowid").Select(row => (long)row[0]!).ToHashSet();
        Assert.All((long[])[4, 5, 500, 501], size => Assert.Contains(size, sizes));
    }

    [Fact]
    public void Popularity_Spread_HasEnoughAboveTheThresholds()
    {
        using var catalogue = sample.Open("spotify_clean.sqlite3");
        var tracks = (double)SampleFolder.Options.Tracks;
        Assert.InRange(catalogue.One("SELECT count(*) FROM tracks WHERE popularity >= 30") / tracks, 0.3, 0.5);
        Assert.InRange(catalogue.One("SELECT count(*) FROM tracks WHERE popularity > 10") / tracks, 0.5, 0.7);
    }

    [Fact]
    public void Albums_Dates_MatchTheirPrecision()
    {
        using var catalogue = sample.Open("spotify_clean.sqlite3");
        var lengths = catalogue.All("SELECT DISTINCT release_date_precision, length(release_date) FROM albums ORDER BY 1").Select(row => $"{row[0]} {row[1]}");
        Assert.Equal(["day 10", "month 7", "year 4"], lengths);
    }

    [Fact]
    public void Artists_OfATrack_HaveTheExpectedOrder()
    {
        using var catalogue = sample.Open("spotify_clean.sqlite3");
        var artists = catalogue.All("SELECT t.id, a.name FROM track_artists x JOIN tracks t ON t.rowid = x.track_rowid JOIN artists a ON a.rowid = x.artist_rowid ORDER BY x.rowid")
            .ToLookup(row => (string)row[0]!, row => (string?)row[1]);
        Assert.All(sample.Truth("tracks.ndjson"), track => Assert.Equal(
            artists[track.GetProperty("spotify_id").GetString()!],
            track.GetProperty("artists").EnumerateArray().Select(name => name.GetString())));
    }
}
