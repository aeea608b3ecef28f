using System.Globalization;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SQLitePCL;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>
/// A statement whose columns are read without an object for each: text as UTF-8, numbers whatever they are stored as. The declared type of a
/// column guarantees nothing.
/// </summary>
internal sealed class SqliteCursor : IDisposable
{
    private const int MaxNumberBytes = 64;

    private readonly SqliteConnection connection;
    private readonly sqlite3_stmt statement;
    private readonly nint handle;

    public SqliteCursor(SqliteConnection connection, string sql)
    {
        this.connection = connection;
        Check(raw.sqlite3_prepare_v2(connection.Handle, sql, out statement));
        handle = statement.DangerousGetHandle();
    }

    /// <summary>Begins again with another value of the only parameter.</summary>
    public SqliteCursor Bind(long value)
    {
        _ = raw.sqlite3_reset(statement);
        Check(raw.sqlite3_bind_int64(statement, 1, value));
        return this;
    }

    /// <summary>Begins again with other values of both parameters.</summary>
    public SqliteCursor Bind(long first, long second)
    {
        Bind(first);
        Check(raw.sqlite3_bind_int64(statement, 2, second));
        return this;
    }

    /// <inheritdoc cref="Bind(long)"/>
    /// <param name="utf8">Copied.</param>
    public SqliteCursor Bind(ReadOnlySpan<byte> utf8)
    {
        _ = raw.sqlite3_reset(statement);
        Check(raw.sqlite3_bind_text(statement, 1, utf8));
        return this;
    }

    /// <summary>Moves to the next row; false after the last.</summary>
    /// <exception cref="SqliteException">The database is damaged, or its disk fails.</exception>
    public bool Step()
    {
        var result = SqliteNative.Step(handle);
        if (result == raw.SQLITE_ROW)
            return true;
        if (result != raw.SQLITE_DONE)
            Check(result);
        return false;
    }

    /// <summary>As SQLite converts it to an integer; 0 for null.</summary>
    public long Row(int column) => SqliteNative.ColumnInt64(handle, column);

    /// <summary>UTF-8, empty for null; valid until the next step. Nothing says that it is well-formed.</summary>
    public unsafe ReadOnlySpan<byte> Text(int column)
    {
        var text = SqliteNative.ColumnText(handle, column);
        return new ReadOnlySpan<byte>(text, SqliteNative.ColumnBytes(handle, column));
    }

    /// <summary>A Spotify id; false where the value is none.</summary>
    public bool TryId(int column, out TrackId id) => TrackId.TryParse(Text(column), out id);

    /// <summary>A finite number, whether it is stored as an integer, a float or text; null where the value is none.</summary>
    /// <param name="isNull">Whether there is no value at all.</param>
    public double? Number(int column, out bool isNull)
    {
        var type = TypeOf(column);
        isNull = type == raw.SQLITE_NULL;
        return type switch
        {
            raw.SQLITE_INTEGER or raw.SQLITE_FLOAT => SqliteNative.ColumnDouble(handle, column) is var number && double.IsFinite(number) ? number : null,
            raw.SQLITE_TEXT => ParseNumber(Text(column)),
            _ => null,
        };
    }

    /// <summary>A whole number, also one that is stored as 4.0; null where the value is none.</summary>
    /// <param name="isNull">Whether there is no value at all.</param>
    public long? Whole(int column, out bool isNull)
    {
        var type = TypeOf(column);
        isNull = type == raw.SQLITE_NULL;
        return type switch
        {
            raw.SQLITE_INTEGER => SqliteNative.ColumnInt64(handle, column),
            raw.SQLITE_FLOAT => WholeNumber.From(SqliteNative.ColumnDouble(handle, column)),
            raw.SQLITE_TEXT => Text(column) is { Length: <= MaxNumberBytes } text && WholeNumber.Read(text, out var whole) == WholeNumberKind.Whole ? whole : null,
            _ => null,
        };
    }

    /// <summary>A whole number of a range; null where there is no value, or one that is no such number, which is counted.</summary>
    public long? Bounded(int column, long low, long high, DropCounts invalid)
    {
        var number = Whole(column, out var isNull);
        if (number >= low && number <= high)
            return number;
        if (!isNull)
            invalid.Add(DropReasons.ValueInvalid);
        return null;
    }

    public void Dispose() => statement.Dispose();

    private static double? ParseNumber(ReadOnlySpan<byte> text) =>
        text.Length <= MaxNumberBytes
            && double.TryParse(
                text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number
            : null;

    private int TypeOf(int column) => SqliteNative.ColumnType(handle, column);

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, connection.Handle);
    }
}
