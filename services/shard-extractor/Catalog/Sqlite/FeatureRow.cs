using Microsoft.Data.Sqlite;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>
/// Reads the features of a track. <c>tempo</c> is declared INTEGER, so SQLite stores whole tempos as integers and the rest as
/// floats. A value that is no number or out of its range is left out and counted.
/// </summary>
internal readonly ref struct FeatureRow(SqliteDataReader reader, int first, DropCounts dropped)
{
    public static readonly string[] Columns = [.. AudioFeatures.Names, "duration_ms"];

    /// <summary>Sets the features that are present; false where there is none but a duration.</summary>
    public bool TryRead(TrackAudioFeatures features)
    {
        var any = false;
        if (Number(0, 0, 1000) is { } tempo)
            (features.Tempo, any) = (tempo, true);
        if (Number(1, 0, 1) is { } energy)
            (features.Energy, any) = (energy, true);
        if (Number(2, 0, 1) is { } danceability)
            (features.Danceability, any) = (danceability, true);
        if (Number(3, 0, 1) is { } valence)
            (features.Valence, any) = (valence, true);
        if (Number(4, 0, 1) is { } acousticness)
            (features.Acousticness, any) = (acousticness, true);
        if (Number(5, 0, 1) is { } instrumentalness)
            (features.Instrumentalness, any) = (instrumentalness, true);
        if (Number(6, 0, 1) is { } speechiness)
            (features.Speechiness, any) = (speechiness, true);
        if (Number(7, 0, 1) is { } liveness)
            (features.Liveness, any) = (liveness, true);
        if (Number(8, -200, 200) is { } loudness)
            (features.Loudness, any) = (loudness, true);
        if (Whole(9, -1, 11) is { } key)
            (features.Key, any) = ((int)key, true);
        if (Whole(10, 0, 1) is { } mode)
            (features.Mode, any) = ((int)mode, true);
        if (Whole(11, 0, 64) is { } timeSignature)
            (features.TimeSignature, any) = ((int)timeSignature, true);
        if (Whole(12, 0, long.MaxValue) is { } duration)
            features.DurationMs = duration;
        return any;
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
