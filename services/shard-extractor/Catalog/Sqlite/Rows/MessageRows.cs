using Microsoft.Data.Sqlite;

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

    /// <summary>Writes the fields of the row's message, in their order, and fills the fixed ones.</summary>
    protected abstract void Write(MessageBytes message);
}
