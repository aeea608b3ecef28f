using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>
/// Audio features of both schemas, which differ in names only. <c>tempo</c> is declared INTEGER, so SQLite stores whole tempos as integers and
/// the rest as floats. A value that is no number or out of its range is left out and counted.
/// </summary>
/// <param name="nullResponse">The expression that is true when Spotify had no features for the track.</param>
internal sealed class FeatureRows(SqliteConnection connection, string table, string id, string nullResponse) : SqliteTableRows(
    connection, table, $"SELECT rowid, {id}, {nullResponse}, {string.Join(", ", AudioFeatures.Names)}, duration_ms FROM {table} ORDER BY rowid")
{
    private const int NullResponse = 2;
    private const int First = 3;

    private readonly byte[] value = new byte[FeatureTable.ValueBytes];

    public override ReadOnlySpan<byte> Value => value;

    protected override string? ReadValue()
    {
        if (Cursor.Bounded(NullResponse, 0, 1, InvalidValues) == 1)
            return DropReasons.NullResponse;
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
        if (features == AudioFeatures.None with { DurationMs = features.DurationMs })
            return DropReasons.FeaturesEmpty;
        FeatureTable.Write(value, features);
        return null;
    }

    private double? Number(int column, double low, double high)
    {
        var number = Cursor.Number(First + column, out var isNull);
        return isNull || number >= low && number <= high ? number : Invalid();

        double? Invalid()
        {
            InvalidValues.Add(DropReasons.ValueInvalid);
            return null;
        }
    }

    private long? Whole(int column, long low, long high) => Cursor.Bounded(First + column, low, high, InvalidValues);
}
