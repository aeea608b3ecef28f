using System.Text.Json;
using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>A generated data set with expected results that were computed without this service's code.</summary>
public sealed class SampleWorldTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly VectorizerWorld world = new();

    [Fact]
    public async Task Derive_SampleWorld_IsItsTruth()
    {
        await new SampleWorldWriter(new SampleOptions { Tracks = 2_000, Shards = 0, Playlists = 0, Plays = 0, Seed = 20261121 }).WriteAsync(folder.File("sample"));
        var truth = File.ReadLines(folder.File("sample/truth/tracks.ndjson")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        await world.PutTracksAsync([.. truth.Select(Track)]);
        await world.PutMatchesAsync([.. truth.Where(track => track.GetProperty("mbid").GetString() is not null).Select(track => (Id(track), Mbid.Parse(track.GetProperty("mbid").GetString()!)))]);
        await world.DeriveAsync();
        var points = await world.PointsAsync();

        var expected = truth.Where(track => HasFeatures(track) && track.GetProperty("popularity").GetInt32() >= 30).ToDictionary(Id);
        Assert.InRange(expected.Count, 400, 1_600);
        Assert.Equal(expected.Keys.Order(), points.Keys.Order());
        Assert.All(expected, track =>
        {
            var point = points[track.Key];
            Assert.Equal(track.Value.GetProperty("mbid").GetString(), point.Mbid?.ToString());
            Assert.Equal(track.Value.GetProperty("name").GetString(), point.Payload.Title);
            Assert.All(
                track.Value.GetProperty("vector").EnumerateArray().Select(number => number.GetDouble()).Zip(point.Vector),
                pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        });
    }

    public void Dispose()
    {
        world.Dispose();
        folder.Dispose();
    }

    private static TrackId Id(JsonElement track) => TrackId.Parse(track.GetProperty("spotify_id").GetString()!);

    private static bool HasFeatures(JsonElement track) => track.GetProperty("feature_row").GetString() == "present";

    private static TestTrack Track(JsonElement track) => new(0, track.GetProperty("popularity").GetInt32(), HasFeatures(track) ? Sound(track) : null)
    {
        Id = Id(track), Name = track.GetProperty("name").GetString()!,
    };

    private static AudioFeatures Sound(JsonElement track)
    {
        var row = track.GetProperty("features");
        return new AudioFeatures(
            Number("tempo"), Number("energy"), Number("danceability"), Number("valence"), Number("acousticness"), Number("instrumentalness"), Number("speechiness"),
            Number("liveness"), Number("loudness"), (int?)Number("key"), (int?)Number("mode"), (int?)Number("time_signature"), (long?)Number("duration_ms"));

        double? Number(string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
    }
}
