using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

public sealed class FeaturesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingBus bus = new();

    [Fact]
    public async Task Extract_CurrentSchema_ReadsWholeAndBrokenTemposAndNegativeKeys()
    {
        await ExtractAsync(new DataSet(folder.Path).Features(connection =>
        {
            Insert(connection, 1, "tempo, energy, key, mode, time_signature, loudness, duration_ms", 120, 0.5, -1, 1, 4, 0.25, 1000);
            Insert(connection, 2, "tempo, energy", 120.0, 1);
            Insert(connection, 3, "tempo, valence", 119.998, 0.0);
        }));

        var rows = bus.Features.ToList();
        Assert.Equal([120, 120, 119.998], rows.Select(r => r.Tempo));
        Assert.Equal((0.5, -1, 1, 4, 0.25, 1000L), (rows[0].Energy, rows[0].Key, rows[0].Mode, rows[0].TimeSignature, rows[0].Loudness, rows[0].DurationMs));
        Assert.True(rows[2] is { HasValence: true, Valence: 0, HasEnergy: false, HasKey: false, HasDurationMs: false });
        Assert.Equal([Ids.Track(1), Ids.Track(2), Ids.Track(3)], rows.Select(r => TrackId.FromKey(r.SpotifyId.Span)));
    }

    [Fact]
    public async Task Extract_CurrentSchema_LeavesOutAndCountsWhatCannotBeUsed()
    {
        await ExtractAsync(new DataSet(folder.Path).Features(connection =>
        {
            Insert(connection, 1, "null_response", 1);
            Insert(connection, 2, "duration_ms", 5);
            Insert(connection, 3, "tempo, energy, key, valence, liveness, mode", "fast", 1.5, 12, double.PositiveInfinity, 0.5, 0.5);
            connection.Execute("INSERT INTO track_audio_features(track_id, energy) VALUES('nonsense', 0.5), (NULL, 0.5)");
        }));

        var kept = Assert.Single(bus.Features);
        Assert.True(kept is { HasTempo: false, HasEnergy: false, HasKey: false, HasValence: false, HasMode: false, Liveness: 0.5 });
        Assert.Equal(
            [("features_empty", 1L), ("null_response", 1L), ("track_id_invalid", 2L), ("value_invalid", 5L)],
            Assert.Single(bus.Files).Dropped.Select(d => (d.Key, d.Value)).Order());
    }

    [Fact]
    public async Task Extract_NumbersOfEveryStorageType_AreReadAsTheSameNumbers()
    {
        // Columns without a declared type keep the type of what is inserted.
        var schema = CurrentSchema.Features.Replace(" INTEGER,", ",", StringComparison.Ordinal).Replace(" REAL,", ",", StringComparison.Ordinal);
        await ExtractAsync(new DataSet(folder.Path).Features(
            connection =>
            {
                Insert(connection, 1, "tempo, key, mode, time_signature, duration_ms", 120.0, 5.0, 1.0, 4.0, 181_000.0);
                Insert(connection, 2, "tempo, key, mode, time_signature, duration_ms", "120", "5", "1.0", "4E0", "1.81e5");
                Insert(connection, 3, "energy, tempo, key, mode, time_signature", 0.5, BitConverter.GetBytes(120L), BitConverter.GetBytes(5L), 1.5, "3:04");
            },
            schema));

        var rows = bus.Features.ToList();
        Assert.All(rows[..2], row => Assert.True(row is { Tempo: 120, Key: 5, Mode: 1, TimeSignature: 4, DurationMs: 181_000 }));
        Assert.True(rows[2] is { Energy: 0.5, HasTempo: false, HasKey: false, HasMode: false, HasTimeSignature: false });
        Assert.Equal(4, Assert.Single(bus.Files).Dropped["value_invalid"]);
    }

    [Fact]
    public async Task Extract_LegacySchema_PublishesTheSameShape()
    {
        await ExtractAsync(new DataSet(folder.Path).Features(
            connection => connection.Execute(
                "INSERT INTO audio_features(id, tempo, energy, time_signature, duration_ms) VALUES($id, 99.5, 0.5, 3, 7)", ("$id", Ids.Track(4).ToString())),
            LegacySchema.Features));

        Assert.True(Assert.Single(bus.Features) is { Tempo: 99.5, Energy: 0.5, TimeSignature: 3, DurationMs: 7, HasKey: false });
    }

    public void Dispose() => folder.Dispose();

    private static void Insert(SqliteConnection connection, long track, string columns, params object[] values)
    {
        var names = values.Select((_, i) => $"$v{i}").ToList();
        connection.Execute(
            $"INSERT INTO track_audio_features(rowid, track_id, {columns}) VALUES($row, $id, {string.Join(", ", names)})",
            [("$row", track), ("$id", Ids.Track(track).ToString()), .. names.Zip(values, (name, value) => (name, (object?)value))]);
    }

    private async Task ExtractAsync(CatalogFile file)
    {
        using var extractor = new Extractor(folder.File("data"), bus);
        await extractor.ExtractAsync(file);
    }
}
