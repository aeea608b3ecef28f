using System.Text.Json;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.SampleData.Tests.Truth;

/// <summary>Computes vectors and neighbours from the written files with the platform's own vector code.</summary>
[Collection(nameof(SampleFolder))]
public sealed class SimilarTruthTests(SampleFolder sample)
{
    [Fact]
    public void Similar_BySinglePrecisionOverTheFiles_EqualsTheExpectedInOrder()
    {
        var vectors = Vectors();
        var truth = sample.Truth("similar.ndjson").ToList();
        Assert.Equal(20, truth.Count);
        Assert.All(truth, line =>
        {
            Assert.True(line.GetProperty("least_step").GetDouble() >= 2e-6);
            var seed = TrackId.Parse(line.GetProperty("seed").GetString()!);
            var nearest = vectors.Where(entry => entry.Key != seed && entry.Value.Popularity >= 30)
                .Select(entry => (Id: entry.Key, Score: Cosine(vectors[seed], entry.Value.Vector)))
                .OrderByDescending(entry => entry.Score).ThenBy(entry => entry.Id).Take(10).ToList();
            var expected = line.GetProperty("similar").EnumerateArray().ToList();
            Assert.Equal(expected.Select(entry => entry.GetProperty("spotify_id").GetString()), nearest.Select(entry => entry.Id.ToString()));
            Assert.All(expected.Zip(nearest), pair => Assert.Equal(pair.First.GetProperty("score").GetDouble(), pair.Second.Score, tolerance: 2e-6));
        });
    }

    [Fact]
    public void Vectors_OfEveryTrack_EqualTheExpected()
    {
        var vectors = Vectors();
        Assert.All(sample.Truth("tracks.ndjson"), track =>
        {
            var id = TrackId.Parse(track.GetProperty("spotify_id").GetString()!);
            var expected = track.GetProperty("vector");
            Assert.Equal(expected.ValueKind == JsonValueKind.Null, !vectors.ContainsKey(id));
            if (vectors.TryGetValue(id, out var actual))
                Assert.Equal(expected.EnumerateArray().Select(value => (float)value.GetDouble()), actual.Vector);
        });
    }

    [Fact]
    public void Showcase_OfTheManifest_IsCompleteWithNeighboursOfItsGenre()
    {
        var tracks = sample.Truth("tracks.ndjson").ToDictionary(track => track.GetProperty("spotify_id").GetString()!);
        var showcase = sample.Manifest().GetProperty("showcase").GetString()!;
        Assert.Equal(sample.Summary.Showcase, showcase);
        var track = tracks[showcase];
        Assert.True(track.GetProperty("popularity").GetInt32() >= 60);
        Assert.NotEqual(JsonValueKind.Null, track.GetProperty("mbid").ValueKind);
        Assert.NotEqual(JsonValueKind.Null, track.GetProperty("analysis").ValueKind);
        Assert.True(sample.Truth("pairs.ndjson").Count(pair => pair.GetProperty("track_a").GetString() == showcase || pair.GetProperty("track_b").GetString() == showcase) >= 5);
        var similar = sample.Truth("similar.ndjson").Single(line => line.GetProperty("seed").GetString() == showcase).GetProperty("similar").EnumerateArray();
        Assert.InRange(similar.Count(other => Genre(tracks[other.GetProperty("spotify_id").GetString()!]) == Genre(track)), 7, 10);
    }

    private Dictionary<TrackId, (float[] Vector, bool[] Known, long Popularity)> Vectors()
    {
        using var features = sample.Open("spotify_clean_audio_features.sqlite3");
        features.All($"ATTACH '{sample.PathOf("metadata", "spotify_clean.sqlite3")}' AS clean");
        return features.All("""
            SELECT track_id, popularity, f.duration_ms, time_signature, CAST(tempo AS REAL), key, mode, danceability, energy, loudness, speechiness,
              acousticness, instrumentalness, liveness, valence
            FROM track_audio_features f JOIN clean.tracks t ON t.id = f.track_id WHERE null_response = 0
            """).ToDictionary(row => TrackId.Parse((string)row[0]!), row => Point(Features(row), (long)row[1]!));
    }

    private static (float[] Vector, bool[] Known, long Popularity) Point(AudioFeatures features, long popularity) =>
        (FeatureVector.From(features, (int)popularity), FeatureVector.Known(features, (int)popularity), popularity);

    private static AudioFeatures Features(object?[] row) => new(
        (double?)row[4], (double?)row[8], (double?)row[7], (double?)row[14], (double?)row[11], (double?)row[12], (double?)row[10], (double?)row[13],
        (double?)row[9], (int?)(long?)row[5], (int?)(long?)row[6], (int?)(long?)row[3], (long?)row[2]);

    private static float Cosine((float[] Vector, bool[] Known, long Popularity) seed, float[] b)
    {
        var (dot, own, other) = (0f, 0f, 0f);
        var a = seed.Vector;
        for (var i = 0; i < a.Length; i++)
            if (seed.Known[i])
                (dot, own, other) = (dot + a[i] * b[i], own + a[i] * a[i], other + b[i] * b[i]);
        return dot / MathF.Sqrt(own * other);
    }

    private static string? Genre(JsonElement track) => track.GetProperty("genre").GetString();
}
