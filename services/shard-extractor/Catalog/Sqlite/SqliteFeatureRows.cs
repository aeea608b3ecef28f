using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Audio features of both schemas, which differ in names only.</summary>
/// <param name="nullResponse">The expression that is true when Spotify had no features for the track.</param>
internal sealed class SqliteFeatureRows(SqliteConnection connection, string table, string id, string nullResponse)
    : SqliteRows<ExtractedFeatures>(connection, table)
{
    private readonly RangeQuery features = new(
        connection,
        $"SELECT {id}, {nullResponse}, {string.Join(", ", FeatureRow.Columns)} FROM {table} WHERE rowid BETWEEN $first AND $last ORDER BY rowid",
        "$first",
        "$last");

    protected override void ReadInto(
        List<ExtractedFeatures> rows, DropCounts dropped, long first, long last, CancellationToken cancellationToken)
    {
        using var reader = features.Read(first, last);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!reader.TryId(0, out var track))
            {
                dropped.Add(DropReasons.TrackIdInvalid);
                continue;
            }

            if (reader.Bounded(1, 0, 1) == 1)
                dropped.Add(DropReasons.NullResponse);
            else if (new FeatureRow(reader, 2, dropped).Read() is { } found)
                rows.Add(new(track, found));
            else
                dropped.Add(DropReasons.FeaturesEmpty);
        }
    }

    protected override void Dispose(bool disposing)
    {
        features.Dispose();
        base.Dispose(disposing);
    }
}
