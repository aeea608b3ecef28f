namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>The rows that belong to a row of another table. Both statements are in the order of that table's row numbers and are read in step.</summary>
/// <param name="rows">The parent's row number is the first column. Owned.</param>
/// <param name="parents">The table of the parents.</param>
internal sealed class ChildRows(SqliteCursor rows, string parents) : IDisposable
{
    private readonly DropCounts orphans = new(parents);
    private bool isTaken = true;
    private bool hasRow = true;

    public SqliteCursor Current => rows;

    /// <summary>Moves to the next row of a parent; parents are asked for in ascending order.</summary>
    public bool MoveNext(long parent)
    {
        if (isTaken)
            hasRow = hasRow && rows.Step();
        // A value that is no whole number, which sorts before or behind all of them, is the number of no parent.
        while (hasRow && !(rows.Whole(0, out _) >= parent))
            PassOver();
        return isTaken = hasRow && rows.Whole(0, out _) == parent;
    }

    /// <summary>Reads the rest, and counts all rows whose parent was not asked for.</summary>
    public DropCounts ReadOrphans()
    {
        if (isTaken)
            hasRow = hasRow && rows.Step();
        isTaken = false;
        while (hasRow)
            PassOver();
        return orphans;
    }

    public void Dispose() => rows.Dispose();

    private void PassOver()
    {
        orphans.Row = rows.Row(0);
        orphans.Add(DropReasons.ParentMissing);
        hasRow = rows.Step();
    }
}
