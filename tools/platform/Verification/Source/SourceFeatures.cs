using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite;
using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>The audio features of a track.</summary>
/// <param name="IsNull">Whether Spotify had none.</param>
internal sealed record SourceFeatures(long Row, TrackId? Id, bool IsNull, AudioFeatures Features) : SourceRow(Row, Id)
{
    public override bool IsLeftOut => IsNull || Features with { DurationMs = null } == AudioFeatures.None;

    /// <summary>Reads features of either schema.</summary>
    public static SourceTable Open(SqliteConnection connection, TableSet tables)
    {
        var (table, id, isNull) = tables.Has("track_audio_features", "track_id") ? ("track_audio_features", "track_id", "t.null_response") : ("audio_features", "id", "0");
        return new SourceTable(
            connection, table, id, $"t.rowid, CAST(t.{id} AS TEXT), {isNull}, {string.Join(", ", AudioFeatures.Names.Select(name => $"t.{name}"))}, t.duration_ms", "",
            r => new SourceFeatures(r.GetInt64(0), r.Id(1), r.Whole(2, 0, 1) == 1, Read(r)));
    }

    public override void Compare(ReadOnlySpan<byte> value, Comparison differences)
    {
        var found = FeatureTable.Read(value);
        if (found == Features)
            return;
        var (expected, there) = (ValuesOf(Features), ValuesOf(found));
        for (var i = 0; i < expected.Length; i++)
            differences.Same(Subject, expected[i].Name, expected[i].Value, there[i].Value);
    }

    private static AudioFeatures Read(SqliteDataReader r) => new(
        r.Number(3, 0, 1000), r.Number(4, 0, 1), r.Number(5, 0, 1), r.Number(6, 0, 1), r.Number(7, 0, 1), r.Number(8, 0, 1), r.Number(9, 0, 1), r.Number(10, 0, 1),
        r.Number(11, -200, 200), (int?)r.Whole(12, -1, 11), (int?)r.Whole(13, 0, 1), (int?)r.Whole(14, 0, 64), r.Whole(15, 0, long.MaxValue));

    private static (string Name, double? Value)[] ValuesOf(AudioFeatures features)
    {
        double?[] values =
        [
            features.Tempo, features.Energy, features.Danceability, features.Valence, features.Acousticness, features.Instrumentalness, features.Speechiness,
            features.Liveness, features.Loudness, features.Key, features.Mode, features.TimeSignature, features.DurationMs,
        ];
        return [.. AudioFeatures.Names.Append("duration_ms").Zip(values)];
    }
}
