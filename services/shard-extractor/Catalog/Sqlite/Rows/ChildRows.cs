namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>The rows that belong to a row of another table. Both statements are in the order of that table's row numbers and are read in step.</summary>
/// <param name="rows">The parent's row number is the first column. Owned.</param>
internal sealed class ChildRows(SqliteCursor rows) : IDisposable
{
    private bool isTaken = true;
    private bool hasRow = true;

    public SqliteCursor Current => rows;

    /// <summary>Moves to the next row of a parent; parents are asked for in ascending order.</summary>
    public bool MoveNext(long parent)
    {
        if (isTaken)
            hasRow = hasRow && rows.Step();
        while (hasRow && rows.Row(0) < parent)
            hasRow = rows.Step();
        return isTaken = hasRow && rows.Row(0) == parent;
    }

    public void Dispose() => rows.Dispose();
}
