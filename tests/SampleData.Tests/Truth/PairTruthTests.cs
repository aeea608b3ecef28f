using SpotifyPlatform.Music;

namespace SpotifyPlatform.SampleData.Tests.Truth;

/// <summary>Counts the pairs independently: baskets by SQL over the written files, then every two tracks of every basket.</summary>
[Collection(nameof(SampleFolder))]
public sealed class PairTruthTests(SampleFolder sample)
{
    private const string Kept = """
        WITH distinct_tracks AS (
          SELECT DISTINCT playlist_rowid p, track_rowid t FROM playlist_tracks WHERE is_episode = 0 AND is_local = 0 AND track_rowid IS NOT NULL)
        SELECT p, t.id, t.popularity FROM distinct_tracks JOIN clean.tracks t ON t.rowid = distinct_tracks.t
        WHERE p IN (SELECT p FROM distinct_tracks GROUP BY p HAVING count(*) BETWEEN 5 AND 500)
        """;

    [Fact]
    public void Pairs_ByCountingInTheFiles_EqualTheExpected()
    {
        using var playlists = sample.Open("spotify_clean_playlists.sqlite3");
        playlists.All($"ATTACH '{sample.PathOf("metadata", "spotify_clean.sqlite3")}' AS clean");
        var rows = playlists.All(Kept).Select(row => (Playlist: (long)row[0]!, Track: TrackId.Parse((string)row[1]!), Popularity: (long)row[2]!)).ToList();
        var held = rows.CountBy(row => row.Track).ToDictionary();
        var baskets = rows.GroupBy(row => row.Playlist).ToList();
        Assert.Equal(sample.Summary.Counts["distinct/playlists_kept"], baskets.Count);

        var met = new Dictionary<(TrackId, TrackId), int>();
        foreach (var basket in baskets)
        {
            TrackId[] tracks = [.. basket.Where(row => row.Popularity > 10).Select(row => row.Track).Order()];
            for (var a = 0; a < tracks.Length; a++)
                for (var b = a + 1; b < tracks.Length; b++)
                    met[(tracks[a], tracks[b])] = met.GetValueOrDefault((tracks[a], tracks[b])) + 1;
        }

        var stored = met.Where(pair => pair.Value >= 3)
            .SelectMany(pair => Sides(pair.Key.Item1, pair.Key.Item2, pair.Value, held, baskets.Count))
            .GroupBy(side => side.Own)
            .SelectMany(own => own.OrderByDescending(side => side.Score).ThenByDescending(side => side.Count).ThenBy(side => side.Other).Take(100))
            .Select(side => side.Text).Distinct();
        var truth = sample.Truth("pairs.ndjson").ToList();
        Assert.Equal(stored.Order(StringComparer.Ordinal), truth.Select(pair => string.Join(' ',
            pair.GetProperty("track_a").GetString(), pair.GetProperty("track_b").GetString(), pair.GetProperty("count").GetInt64(),
            pair.GetProperty("n_a").GetInt64(), pair.GetProperty("n_b").GetInt64())).Order(StringComparer.Ordinal));
        Assert.All(truth, pair =>
        {
            var (both, first, second) = (pair.GetProperty("count").GetInt64(), pair.GetProperty("n_a").GetInt64(), pair.GetProperty("n_b").GetInt64());
            Assert.Equal(PairScore.Pmi(both, first, second, baskets.Count), pair.GetProperty("pmi").GetDouble(), 12);
            Assert.Equal(PairScore.Jaccard(both, first, second), pair.GetProperty("jaccard").GetDouble(), 12);
        });
    }

    private static Side[] Sides(TrackId a, TrackId b, int count, Dictionary<TrackId, int> held, int playlists) =>
        [new(a, b, count, held[a], held[b], playlists), new(b, a, count, held[b], held[a], playlists)];

    private sealed record Side(TrackId Own, TrackId Other, int Count, int CountOwn, int CountOther, int Playlists)
    {
        public double Score { get; } = PairScore.Rank(PairScore.Pmi(Count, CountOwn, CountOther, Playlists), PairScore.Jaccard(Count, CountOwn, CountOther));

        /// <summary>Equal for both sides: the lower id comes first.</summary>
        public string Text => Own < Other ? $"{Own} {Other} {Count} {CountOwn} {CountOther}" : $"{Other} {Own} {Count} {CountOther} {CountOwn}";
    }
}
