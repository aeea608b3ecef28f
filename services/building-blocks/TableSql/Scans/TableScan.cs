using SpotifyPlatform.TableSql.DuckDb;

namespace SpotifyPlatform.TableSql.Scans;

/// <summary>The rows of one table, in ranges of keys. A range is read as a stream; what is in memory is a few pages of each.</summary>
/// <param name="generation">The table; asked for when a read begins.</param>
/// <param name="rows">See <see cref="IScan.Rows"/>.</param>
/// <param name="decoder">Makes a decoder for a range.</param>
internal sealed class TableScan(
    IReadOnlyList<ScanColumn> columns, Func<TableSnapshot.Generation> generation, Func<long?> rows, Func<IReadOnlyList<bool>, IRowDecoder> decoder) : IScan
{
    /// <summary>Bytes of a table that one thread takes at a time.</summary>
    private const long RangeBytes = 8 << 20;

    /// <summary>Bytes of a table in one file of an export: some 30 MB of Parquet.</summary>
    private const long FileBytes = 64 << 20;

    public IReadOnlyList<ScanColumn> Columns => columns;

    public long? Rows => rows();

    public IReadOnlyList<string> ListFiles() => FileNames.Numbered(generation().Table.Split(FileBytes).Count);

    public IScanRun Begin(IReadOnlyList<bool> wanted, int? file)
    {
        if (file is null && !wanted.Contains(true) && rows() is { } known)
            return new RangeRun([() => new CountReader(known)]);
        var table = generation().Table;
        var starts = table.Split(file is null ? RangeBytes : FileBytes);
        var ranges = file is { } one ? Enumerable.Range(one, 1).Where(i => i < starts.Count) : Enumerable.Range(0, starts.Count);
        return new RangeRun([.. ranges.Select(i => (Func<IRangeReader>)(() =>
            new TableRangeReader(table.Scan(starts[i]), i + 1 < starts.Count ? starts[i + 1] : null, decoder(wanted), null)))]);
    }
}
