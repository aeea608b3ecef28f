using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>Compares the rows of a table with those of the input that it is made of: their number, and each or a sample of them field by field.</summary>
/// <param name="compared">Also told each row that was compared.</param>
internal sealed class RowCheck(SourceTable source, Table table, VerifyScope scope, IProgress<string> progress, Action<SourceRow>? compared = null)
{
    private const int BatchRows = 1_000;

    private long found;

    public SourceCheck Run(CancellationToken cancellationToken)
    {
        var manifest = table.Manifest;
        var check = new SourceCheck(manifest.Plan.Table) { Total = source.CountRows() };
        check.Same(check.Name, "rows of the source, less those left out,", check.Total - manifest.LeftOut.Values.Sum(), manifest.Rows);
        if (scope.Full)
            CompareAll(check, cancellationToken);
        else
            foreach (var row in scope.Choose(source.FirstRow, source.LastRow, scope.Sample))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Compare(source.Read(row, 1), check);
            }

        // Of equal rows with one id each was found.
        if (scope.Full && !manifest.LeftOut.ContainsKey(TableWriter.Replaced))
            check.Same(check.Name, "rows that the source has too", manifest.Rows, found);
        return check;
    }

    private void CompareAll(SourceCheck check, CancellationToken cancellationToken)
    {
        for (var next = source.FirstRow; source.Read(next, BatchRows) is { Count: > 0 } rows;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Compare(rows, check);
            progress.Report($"{check.Name}: {check.Compared:N0} of {check.Total:N0} rows");
            if (rows[^1].Row == long.MaxValue)
                return;
            next = rows[^1].Row + 1;
        }
    }

    private void Compare(List<SourceRow> rows, SourceCheck check)
    {
        check.Compared += rows.Count;
        // Of an id that is there twice the last row is compared.
        var expected = new Dictionary<TrackId, SourceRow>();
        foreach (var row in rows)
            if (row.Id is { } id)
                expected[id] = row;
        var there = new HashSet<TrackId>();
        table.FindTracks([.. expected.Keys], (id, value) =>
        {
            there.Add(id);
            CompareFound(expected[id], id, value, check);
        });
        foreach (var (id, row) in expected)
            if (!there.Contains(id) && !row.IsLeftOut && !source.IsReplaced(row, id))
                check.Differ($"{id} (row {row.Row})", "the row", "in the table", "missing");
            else if (!row.IsLeftOut)
                compared?.Invoke(row);
    }

    private void CompareFound(SourceRow row, TrackId id, ReadOnlySpan<byte> value, SourceCheck check)
    {
        var own = new Comparison();
        if (row.IsLeftOut)
            own.Differ($"{id} (row {row.Row})", "the row", "left out", "in the table");
        else
            row.Compare(value, own);
        if (own.Differences > 0 && source.IsReplaced(row, id))
            return;
        found++;
        foreach (var difference in own.Shown)
            check.Add(difference);
    }
}
