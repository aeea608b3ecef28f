namespace SpotifyPlatform.Tables.Files;

/// <summary>Reads a table file's rows in order, many pages at a time.</summary>
internal sealed class FileCursor(TableFile file, int readBytes = FileCursor.UsualReadBytes) : IRowSource
{
    /// <summary>Bytes read at once, unless a single page is longer.</summary>
    public const int UsualReadBytes = 256 << 10;

    private byte[] buffer = [];
    private int firstPage;
    private int endPage;
    private int page = -1;
    private int rows;
    private int row = -1;

    public ReadOnlySpan<byte> Key => Current.Key(row);

    public ReadOnlySpan<byte> Value => Current.Value(row);

    // The checksum was found right when the page was entered.
    private PageReader Current => PageReader.Trusted(PageAt(page), file.KeyBytes, rows);

    public bool MoveNext()
    {
        if (++row < rows)
            return true;
        if (page + 1 >= file.Pages)
        {
            row = rows;
            return false;
        }

        Enter(page + 1);
        row = 0;
        return true;
    }

    /// <summary>Moves on to the first row whose key is not below a key; never back.</summary>
    /// <returns>False when there is none.</returns>
    public bool MoveTo(ReadOnlySpan<byte> key)
    {
        var prefix = KeyPrefix.Of(key);
        var target = Math.Max(0, file.PageOf(key, prefix, Math.Max(0, page)));
        if (target > page)
        {
            Enter(target);
            row = 0;
        }

        row = Math.Max(Math.Max(0, row), Current.LowerBound(key, prefix));
        if (row < rows)
            return true;
        row = rows - 1;
        return MoveNext();
    }

    public void Dispose()
    {
    }

    private void Enter(int next)
    {
        if (next >= endPage)
            Read(next);
        page = next;
        rows = PageReader.Open(PageAt(page), file.Offset(page), file.KeyBytes, file.Name).Rows;
    }

    private void Read(int next)
    {
        var bytes = file.PageBytes(next);
        (firstPage, endPage) = (next, next + 1);
        while (endPage < file.Pages && bytes + file.PageBytes(endPage) <= readBytes)
            bytes += file.PageBytes(endPage++);
        if (buffer.Length < bytes)
            buffer = GC.AllocateUninitializedArray<byte>(bytes);
        file.Read(next, buffer.AsSpan(0, bytes));
    }

    private ReadOnlySpan<byte> PageAt(int index) => buffer.AsSpan((int)(file.Offset(index) - file.Offset(firstPage)), file.PageBytes(index));
}
