using System.Text.Json;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Contracts.Xref.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData;
using SpotifyPlatform.Sqlite.Stores;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>A generated data set with expected results that were computed without this service's code.</summary>
public sealed class SampleWorldTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task Handle_SampleWorld_IsItsTruth()
    {
        await new SampleWorldWriter(new SampleOptions { Tracks = 2_000, Shards = 0, Playlists = 0, Plays = 0, Seed = 20261121 }).WriteAsync(folder.File("sample"));
        var truth = File.ReadLines(folder.File("sample/truth/tracks.ndjson")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var index = new FakeVectorIndex();
        using var store = new SqliteFeatureStore(folder.File("features.sqlite"), TimeProvider.System);
        using var vectorizer = new VectorizerProcess(store, index);
        foreach (var batch in truth.Chunk(300))
            foreach (var message in new IMessage[] { Matches(batch), Features(batch), Descriptions(batch) })
                Assert.Null(await vectorizer.HandleAsync(message));

        var expected = truth.Where(track => HasFeatures(track) && track.GetProperty("popularity").GetInt32() >= 30).ToDictionary(Id);
        Assert.InRange(expected.Count, 400, 1_600);
        Assert.Equal(expected.Keys.Order(), index.Points.Keys.Order());
        Assert.All(expected, track =>
        {
            var point = index.Points[track.Key];
            Assert.Equal(track.Value.GetProperty("mbid").GetString(), point.Mbid?.ToString());
            Assert.Equal(track.Value.GetProperty("name").GetString(), point.Payload.Title);
            Assert.All(
                track.Value.GetProperty("vector").EnumerateArray().Select(number => number.GetDouble()).Zip(point.Vector),
                pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        });
    }

    public void Dispose() => folder.Dispose();

    private static TrackId Id(JsonElement track) => TrackId.Parse(track.GetProperty("spotify_id").GetString()!);

    private static ByteString Key(JsonElement track) => ByteString.CopyFrom(Id(track).ToKey());

    private static bool HasFeatures(JsonElement track) => track.GetProperty("feature_row").GetString() == "present";

    private static TracksMatched Matches(JsonElement[] batch)
    {
        var message = new TracksMatched();
        foreach (var track in batch)
            if (track.GetProperty("mbid").GetString() is { } mbid)
                message.Matches.Add(new Match { SpotifyId = Key(track), Mbid = ByteString.CopyFrom(Mbid.Parse(mbid).ToBytes()) });
        return message;
    }

    private static TracksExtracted Descriptions(JsonElement[] batch)
    {
        var message = new TracksExtracted();
        message.Tracks.Add(batch.Select(track => new CatalogTrack
        {
            SpotifyId = Key(track),
            Name = track.GetProperty("name").GetString()!,
            Popularity = track.GetProperty("popularity").GetInt32(),
        }));
        return message;
    }

    /// <summary>The expected results use the names of the contract.</summary>
    private static FeaturesExtracted Features(JsonElement[] batch)
    {
        var message = new FeaturesExtracted();
        foreach (var track in batch.Where(HasFeatures))
        {
            var row = TrackAudioFeatures.Parser.WithDiscardUnknownFields(true).ParseJson(track.GetProperty("features").GetRawText());
            row.SpotifyId = Key(track);
            message.Tracks.Add(row);
        }

        return message;
    }
}
