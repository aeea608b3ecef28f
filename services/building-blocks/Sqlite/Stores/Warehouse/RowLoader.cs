using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Sqlite.Stores.Warehouse;

/// <summary>Replaces a shard's rows of one table by those of a file, inside the caller's transaction.</summary>
internal static class RowLoader
{
    private const int ConstraintViolated = 19;

    // Rows between two looks at the cancellation token.
    private const long Stride = 4096;

    public static void Replace(SqliteConnection connection, WarehouseTable table, ShardId shard, RowFile file, CancellationToken cancellationToken)
    {
        // Text compares byte by byte here, so the shard's ids are one range; a GLOB would scan.
        var end = shard.Prefix[..1] + (char)(shard.Prefix[1] + 1);
        connection.Execute($"DELETE FROM {table.Name} WHERE spotify_id >= $start AND spotify_id < $end", ("$start", shard.Prefix), ("$end", end));
        using var lines = new RowFileReader(file);
        using var insert = connection.Statement(table.Insert, table.Parameters);
        var row = new RowParser(table, shard);
        while (lines.TryRead(out var line))
        {
            if (lines.Line % Stride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            Insert(insert, row, line, lines);
        }

        lines.Verify();
    }

    private static void Insert(SqliteStatement insert, RowParser row, ReadOnlySpan<byte> line, RowFileReader lines)
    {
        try
        {
            insert.Run(row.Parse(line));
        }
        catch (RowFormatException ex)
        {
            throw lines.Fault(ex.Message, ex);
        }
        catch (SqliteException ex) when (ex.SqliteErrorCode == ConstraintViolated)
        {
            throw lines.Fault($"the row of {row.Key} stands twice", ex);
        }
    }
}
