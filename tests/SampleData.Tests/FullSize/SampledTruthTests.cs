using System.Globalization;
using System.Text.Json;
using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Tests.Analysis;
using SpotifyPlatform.SampleData.Tests.MusicBrainz;

namespace SpotifyPlatform.SampleData.Tests.FullSize;

/// <summary>Computes the expected answers of the sampled tracks independently, from the written files.</summary>
[Collection(nameof(FullSizeFolder))]
public sealed class SampledTruthTests(FullSizeFolder world)
{
    private const string Kept = """
        WITH distinct_tracks AS (
          SELECT DISTINCT playlist_rowid p, track_rowid t FROM playlist_tracks WHERE is_episode = 0 AND is_local = 0 AND track_rowid IS NOT NULL)
        SELECT p, clean.tracks.id, popularity FROM distinct_tracks JOIN clean.tracks ON clean.tracks.rowid = t
        WHERE p IN (SELECT p FROM distinct_tracks GROUP BY p HAVING count(*) BETWEEN 5 AND 500)
        """;

    [Fact]
    public void Tracks_OfTheSample_AreAsManyAsAskedForAndHalfOfThemPopular()
    {
        var tracks = world.Truth("tracks.ndjson");
        Assert.InRange(tracks.Count, 1_350, 1_650);
        Assert.InRange(tracks.Count(track => track.GetProperty("popularity").GetInt32() > 10), 650, 850);
        Assert.InRange(tracks.Count(track => track.GetProperty("mbid").GetString() is not null), 50, 700);
        Assert.InRange(tracks.Count(track => track.GetProperty("analysis").ValueKind == JsonValueKind.Object), 50, 900);
    }

    [Fact]
    public void Tracks_ByTheDatabases_EqualTheExpected()
    {
        using var features = world.Open("spotify_clean_audio_features.sqlite3");
        var sampled = world.Truth("tracks.ndjson").ToDictionary(track => track.GetProperty("spotify_id").GetString()!);
        var rows = features.All("""
            SELECT t.id, t.name, external_id_isrc, t.popularity, t.duration_ms, explicit, null_response, energy, tempo,
              (SELECT group_concat(name, '|') FROM (SELECT name FROM clean.track_artists x JOIN clean.artists a ON a.rowid = x.artist_rowid WHERE x.track_rowid = t.rowid ORDER BY x.rowid))
            FROM clean.tracks t LEFT JOIN track_audio_features f ON f.track_id = t.id
            """).Where(row => sampled.ContainsKey((string)row[0]!)).ToList();
        Assert.Equal(sampled.Count, rows.Count);
        Assert.All(rows, row =>
        {
            var expected = sampled[(string)row[0]!];
            var values = expected.GetProperty("features");
            object?[] columns =
            [
                expected.GetProperty("name").GetString(), expected.GetProperty("isrc").GetString(), expected.GetProperty("popularity").GetInt64(),
                expected.GetProperty("duration_ms").GetInt64(), expected.GetProperty("explicit").GetBoolean() ? 1L : 0L,
                expected.GetProperty("feature_row").GetString() switch { "present" => 0L, "null_response" => 1L, _ => (object?)null },
            ];
            Assert.Equal(columns, row[1..7]);
            Assert.Equal(Number(values, "energy"), Convert(row[7]));
            Assert.Equal(Number(values, "tempo"), Convert(row[8]));
            Assert.Equal((string?)row[9], string.Join('|', expected.GetProperty("artists").EnumerateArray().Select(name => name.GetString())));
        });

        static double? Number(JsonElement values, string name) =>
            values.ValueKind == JsonValueKind.Object && values.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;
        static double? Convert(object? value) => value is null ? null : System.Convert.ToDouble(value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Matches_ByTheDumpAlone_EqualTheExpected()
    {
        var dump = new Dump(world.PathOf("musicbrainz", "mbdump.tar"));
        var matches = new DumpMatches(dump);
        Assert.All(world.Truth("tracks.ndjson"), track => Assert.Equal(matches.Of(track), track.GetProperty("mbid").GetString()));
    }

    [Fact]
    public void Analyses_InTheShards_AreThoseExpected()
    {
        var inShards = Directory.GetFiles(world.PathOf("audio-analysis")).SelectMany(ZstdText.Lines)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("meta").GetProperty("track_id").GetString()!).ToHashSet();
        Assert.Equal(world.Summary.Counts["audio-analysis/lines"], inShards.Count);
        Assert.All(world.Truth("tracks.ndjson"), track =>
            Assert.Equal(track.GetProperty("analysis").ValueKind == JsonValueKind.Object, inShards.Contains(track.GetProperty("spotify_id").GetString()!)));
    }

    [Fact]
    public void Cooccurring_ByCountingInTheFiles_EqualsTheExpected()
    {
        using var playlists = world.Open("spotify_clean_playlists.sqlite3");
        var baskets = playlists.All(Kept).Select(row => (Playlist: (long)row[0]!, Track: (string)row[1]!, Popularity: (long)row[2]!)).GroupBy(row => row.Playlist).ToList();
        var holders = baskets.SelectMany(basket => basket).ToLookup(row => row.Track, row => row.Playlist);
        var byPlaylist = baskets.ToDictionary(basket => basket.Key, basket => basket.ToList());
        var truth = world.Truth("cooccurring.ndjson");
        Assert.Equal(world.Summary.Counts["distinct/playlists_kept"], baskets.Count);
        Assert.Equal(world.Summary.Counts["distinct/tracks_in_kept_playlists"], holders.Count);
        Assert.InRange(truth.Count, 90, 170);
        Assert.InRange(truth.Sum(seed => seed.GetProperty("cooccurring").GetArrayLength()), 1_000, 17_000);
        Assert.All(truth, seed =>
        {
            var id = seed.GetProperty("seed").GetString()!;
            var expected = holders[id].SelectMany(playlist => byPlaylist[playlist]).Where(row => row.Popularity > 10 && row.Track != id)
                .CountBy(row => row.Track).Where(met => met.Value >= 3)
                .Select(met => (Other: met.Key, Count: met.Value, Score: Score(met.Value, holders[id].Count(), holders[met.Key].Count())))
                .OrderByDescending(pair => pair.Score).ThenByDescending(pair => pair.Count).ThenBy(pair => TrackId.Parse(pair.Other)).Take(100);
            Assert.Equal(
                expected.Select(pair => (pair.Other, pair.Count, Math.Round(pair.Score, 12))),
                seed.GetProperty("cooccurring").EnumerateArray().Select(pair =>
                    (pair.GetProperty("spotify_id").GetString()!, pair.GetProperty("count").GetInt32(), Math.Round(pair.GetProperty("score").GetDouble(), 12))));
        });

        double Score(long both, long first, long second) => PairScore.Rank(PairScore.Pmi(both, first, second, baskets.Count), PairScore.Jaccard(both, first, second));
    }
}
