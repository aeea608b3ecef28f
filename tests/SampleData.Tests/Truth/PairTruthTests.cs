using SpotifyPlatform.Music;

namespace SpotifyPlatform.SampleData.Tests.Truth;

/// <summary>The pairs once more, by a self-join over the written files.</summary>
[Collection(nameof(SampleFolder))]
public sealed class PairTruthTests(SampleFolder sample)
{
    private const string Joined = """
        PRAGMA temp_store = MEMORY;
        CREATE TEMP TABLE basket AS
          SELECT DISTINCT playlist_rowid p, track_rowid t FROM playlist_tracks WHERE is_episode = 0 AND is_local = 0 AND track_rowid IS NOT NULL;
        DELETE FROM basket WHERE p IN (SELECT p FROM basket GROUP BY p HAVING count(*) NOT BETWEEN 5 AND 500);
        CREATE TEMP TABLE held (t INTEGER PRIMARY KEY, n INTEGER);
        INSERT INTO held SELECT t, count(*) FROM basket GROUP BY t;
        CREATE TEMP TABLE mined AS SELECT b.p, t.id, b.t FROM basket b JOIN clean.tracks t ON t.rowid = b.t WHERE t.popularity > 10;
        CREATE INDEX temp.mined_p ON mined(p);
        """;

    [Fact]
    public void Pairs_ByASelfJoin_AreTheTruths()
    {
        using var playlists = sample.Open("spotify_clean_playlists.sqlite3");
        playlists.All($"ATTACH '{sample.PathOf("metadata", "spotify_clean.sqlite3")}' AS clean");
        playlists.All(Joined);
        var kept = playlists.One("SELECT count(DISTINCT p) FROM basket");
        Assert.Equal(sample.Summary.Counts["distinct/playlists_kept"], kept);

        var met = playlists.All("""
            WITH together AS (
              SELECT a.t * 1000000 + b.t both, count(*) n FROM mined a CROSS JOIN mined b ON a.p = b.p AND a.t < b.t GROUP BY 1 HAVING n >= 3)
            SELECT a.id, b.id, together.n, ha.n, hb.n FROM together
            JOIN held ha ON ha.t = both / 1000000 JOIN held hb ON hb.t = both % 1000000
            JOIN clean.tracks a ON a.rowid = ha.t JOIN clean.tracks b ON b.rowid = hb.t
            """).Select(row => new Side(TrackId.Parse((string)row[0]!), TrackId.Parse((string)row[1]!), (long)row[2]!, (long)row[3]!, (long)row[4]!, kept));
        var pairs = met.SelectMany(side => (Side[])[side, new(side.Other, side.Own, side.Count, side.CountOther, side.CountOwn, kept)]);
        var stored = pairs.GroupBy(side => side.Own)
            .SelectMany(own => own.OrderByDescending(side => side.Score).ThenByDescending(side => side.Count).ThenBy(side => side.Other).Take(100))
            .Select(side => side.Text).ToHashSet();

        var truth = sample.Truth("pairs.ndjson").ToList();
        Assert.Equal(stored.Order(StringComparer.Ordinal), truth.Select(pair => string.Join(' ',
            pair.GetProperty("track_a").GetString(), pair.GetProperty("track_b").GetString(), pair.GetProperty("count").GetInt64(),
            pair.GetProperty("n_a").GetInt64(), pair.GetProperty("n_b").GetInt64())).Order(StringComparer.Ordinal));
        Assert.All(truth, pair =>
        {
            var (both, first, second) = (pair.GetProperty("count").GetInt64(), pair.GetProperty("n_a").GetInt64(), pair.GetProperty("n_b").GetInt64());
            Assert.Equal(PairScore.Pmi(both, first, second, kept), pair.GetProperty("pmi").GetDouble(), 12);
            Assert.Equal(PairScore.Jaccard(both, first, second), pair.GetProperty("jaccard").GetDouble(), 12);
        });
    }

    private sealed record Side(TrackId Own, TrackId Other, long Count, long CountOwn, long CountOther, long Playlists)
    {
        public double Score { get; } = PairScore.Rank(PairScore.Pmi(Count, CountOwn, CountOther, Playlists), PairScore.Jaccard(Count, CountOwn, CountOther));

        /// <summary>The same from either side: the lower id first.</summary>
        public string Text => Own < Other ? $"{Own} {Other} {Count} {CountOwn} {CountOther}" : $"{Other} {Own} {Count} {CountOther} {CountOwn}";
    }
}
