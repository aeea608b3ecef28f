using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>
/// Reads the features of a track. <c>tempo</c> is declared INTEGER, so SQLite stores whole tempos as integers and the rest as
/// floats. A value that is no number or out of its range is left out and counted.
/// </summary>
internal readonly ref struct FeatureRow(SqliteDataReader reader, int first, DropCounts dropped)
{
    public static readonly string[] Columns = [.. AudioFeatures.Names, "duration_ms"];

    /// <summary>The features that are present; null where there is none but a duration.</summary>
    public AudioFeatures? Read()
    {
        var features = new AudioFeatures(
            Tempo: Number(0, 0, 1000),
            Energy: Number(1, 0, 1),
            Danceability: Number(2, 0, 1),
            Valence: Number(3, 0, 1),
            Acousticness: Number(4, 0, 1),
            Instrumentalness: Number(5, 0, 1),
            Speechiness: Number(6, 0, 1),
            Liveness: Number(7, 0, 1),
            Loudness: Number(8, -200, 200),
            Key: (int?)Whole(9, -1, 11),
            Mode: (int?)Whole(10, 0, 1),
            TimeSignature: (int?)Whole(11, 0, 64),
            DurationMs: Whole(12, 0, long.MaxValue));
        return features == AudioFeatures.None with { DurationMs = features.DurationMs } ? null : features;
    }

    private long? Whole(int column, long low, long high)
    {
        if (reader.IsDBNull(first + column))
            return null;
        if (reader.Whole(first + column) is { } number && number >= low && number <= high)
            return number;
        dropped.Add(DropReasons.ValueInvalid);
        return null;
    }

    private double? Number(int column, double low, double high)
    {
        if (reader.IsDBNull(first + column))
            return null;
        if (reader.Number(first + column) is { } number && number >= low && number <= high)
            return number;
        dropped.Add(DropReasons.ValueInvalid);
        return null;
    }
}
