using Microsoft.Data.Sqlite;
using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>A table whose values are messages, perhaps behind fixed fields.</summary>
/// <param name="fixedBytes">Bytes of the fixed fields.</param>
internal abstract class MessageRows(SqliteConnection connection, string table, string sql, int fixedBytes = 0) : SqliteTableRows(connection, table, sql)
{
    private readonly MessageBytes message = new();

    public override ReadOnlySpan<byte> Value => message.Written;

    protected sealed override string? ReadValue()
    {
        message.Begin(fixedBytes);
        Write(message);
        return message.IsTooLarge ? DropReasons.RowTooLarge : null;
    }

    /// <summary>The year of a release date; one that has none is counted. The source writes 0000 for unknown.</summary>
    protected int? ReadYear(ReadOnlySpan<byte> released)
    {
        var year = ReleaseYear.Of(released);
        if (year is null && !released.IsEmpty && !released.StartsWith("0000"u8))
            InvalidValues.Add(DropReasons.DateInvalid);
        return year;
    }

    /// <summary>Writes the fields of the row's message, in their order, and fills the fixed ones.</summary>
    protected abstract void Write(MessageBytes message);
}
