using System.Text;
using SQLitePCL;

namespace SpotifyPlatform.SampleData.Metadata;

/// <summary>Appends rows to one table: columns in order, then <see cref="Write"/>.</summary>
internal sealed class RowWriter(SqliteFile file, string table, sqlite3_stmt statement) : IDisposable
{
    private byte[] text = new byte[512];
    private int column;

    public string Table => table;

    public long Count { get; private set; }

    public RowWriter Add(long value)
    {
        file.Check(raw.sqlite3_bind_int64(statement, ++column, value));
        return this;
    }

    public RowWriter Add(bool value) => Add(value ? 1 : 0);

    public RowWriter Add(double? value)
    {
        if (value is { } number)
            file.Check(raw.sqlite3_bind_double(statement, ++column, number));
        else
            Null();
        return this;
    }

    public RowWriter AddOptional(long? value) => value is { } number ? Add(number) : Null();

    public RowWriter Add(string? value)
    {
        if (value is null)
            return Null();
        if (value.Length == 0)
        {
            // SQLite binds an empty span as NULL: it has no address.
            file.Check(raw.sqlite3_bind_text(statement, ++column, ""));
            return this;
        }

        if (text.Length < value.Length * 3)
            text = new byte[value.Length * 3];
        var length = Encoding.UTF8.GetBytes(value, text);
        file.Check(raw.sqlite3_bind_text(statement, ++column, text.AsSpan(0, length)));
        return this;
    }

    public RowWriter Null()
    {
        file.Check(raw.sqlite3_bind_null(statement, ++column));
        return this;
    }

    public void Write()
    {
        file.Check(raw.sqlite3_step(statement));
        file.Check(raw.sqlite3_reset(statement));
        column = 0;
        Count++;
    }

    public void Dispose() => statement.Dispose();
}
