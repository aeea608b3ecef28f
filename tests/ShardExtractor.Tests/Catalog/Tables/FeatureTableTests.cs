using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog.Tables;

/// <summary>What the rows of audio features hold.</summary>
public sealed class FeatureTableTests : IDisposable
{
    private readonly TablesWorld world = new();

    [Fact]
    public async Task Derive_CurrentSchema_ReadsNumbersOfAnyTypeAndCountsWhatIsLeftOut()
    {
        await world.PutAsync("spotify_clean_audio_features.sqlite3", CurrentSchema.Features, connection =>
        {
            Insert(1, "null_response, tempo, energy, key, mode, time_signature, loudness, duration_ms", "0, 120, 0.25, -1, 1, 4, 1.5, 183000");
            Insert(2, "null_response, tempo, danceability", "0, 120.5, 2.0");
            Insert(3, "null_response, energy", "1, 0.5");
            Insert(4, "null_response, duration_ms", "0, 1000");
            Insert(5, "null_response, valence, key", "0, 'loud', 3.0");
            connection.Execute("INSERT INTO track_audio_features(track_id, null_response, energy) VALUES('no id', 0, 0.5)");

            void Insert(long track, string columns, string values) => connection.Execute(
                $"INSERT INTO track_audio_features(track_id, {columns}) VALUES($id, {values})", ("$id", Ids.Track(track).ToString()));
        });

        var rows = await world.RowsAsync("features");

        Assert.Equal(
            AudioFeatures.None with { Tempo = 120, Energy = 0.25, Key = -1, Mode = 1, TimeSignature = 4, Loudness = 1.5, DurationMs = 183_000 },
            FeatureTable.Read(rows[Ids.Track(1)]));
        Assert.Equal(AudioFeatures.None with { Tempo = 120.5 }, FeatureTable.Read(rows[Ids.Track(2)]));
        Assert.Equal(AudioFeatures.None with { Key = 3 }, FeatureTable.Read(rows[Ids.Track(5)]));
        var manifest = await world.ManifestAsync("features");
        Assert.Equal((3, 2), (rows.Count, manifest.Counts["invalid_values/value_invalid"]));
        Assert.Equal([("features_empty", 1L), ("id_invalid", 1L), ("null_response", 1L)], manifest.LeftOut.Select(reason => (reason.Key, reason.Value)));
    }

    public void Dispose() => world.Dispose();
}
