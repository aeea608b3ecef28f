using SpotifyPlatform.TableSql.DuckDb;

namespace SpotifyPlatform.TableSql.Scans;

/// <summary>The rows of many small tables, each of which is a range and a file of an export. A table is open while it is read.</summary>
/// <param name="generations">Asked for when a read begins.</param>
/// <param name="fileName">What the name of a table's file ends in, from the table's name.</param>
/// <param name="decoder">Makes a decoder for a table.</param>
internal sealed class ManyTablesScan(
    IReadOnlyList<ScanColumn> columns, Func<IReadOnlyList<TableSnapshot.Generation>> generations, Func<string, string> fileName, Func<IReadOnlyList<bool>, IRowDecoder> decoder) : IScan
{
    public IReadOnlyList<ScanColumn> Columns => columns;

    /// <summary>Unknown: their manifests would have to be read whenever a statement names the view.</summary>
    public long? Rows => null;

    public IReadOnlyList<string> ListFiles() => [.. generations().Select(generation => fileName(generation.Manifest.Plan.Table))];

    public IScanRun Begin(IReadOnlyList<bool> wanted, int? file)
    {
        var read = generations();
        return new RangeRun([.. (file is { } one ? [read[one]] : read).Select(generation => (Func<IRangeReader>)(() =>
        {
            var table = generation.Open();
            return new TableRangeReader(table.Scan(), null, decoder(wanted), table);
        }))]);
    }
}
