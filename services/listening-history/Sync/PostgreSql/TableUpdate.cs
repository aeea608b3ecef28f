using Npgsql;
using SpotifyPlatform.ListeningHistory.Publishing;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>
/// Sends what differs since the last sync: months of plays, and other tables whole. Rows are deleted and inserted in one transaction, so
/// readers see the old rows until it commits, and are not blocked.
/// </summary>
internal sealed class TableUpdate(NpgsqlConnection connection, SyncSchema schema)
{
    /// <summary>Rows sent by table and rows deleted; null if the database has no comparable state and everything must be replaced.</summary>
    public async Task<(Dictionary<string, long> Sent, long Deleted)?> RunAsync(ITablesSnapshot tables, CancellationToken cancellationToken)
    {
        if (await RemotePartsAsync(cancellationToken).ConfigureAwait(false) is not { } remote)
            return null;
        var current = TableParts.Read(tables);
        var copy = new TableCopy(connection);
        var rows = PublishedSchema.Tables.ToDictionary(table => table.Name, _ => 0L, StringComparer.Ordinal);
        var deleted = 0L;
        foreach (var part in remote.Keys.Union(current.Keys).Where(part => remote.GetValueOrDefault(part) != current.GetValueOrDefault(part)).ToList())
        {
            var table = PublishedSchema.Tables.Single(table => table.Name == part.Table);
            deleted += await DeleteAsync(table, part, cancellationToken).ConfigureAwait(false);
            if (current.ContainsKey(part))
                rows[table.Name] += await copy.CopyAsync(tables, table, schema.Quoted, part.Where, cancellationToken).ConfigureAwait(false);
            if (table != PublishedSchema.Rows)
                continue;
            deleted += await DeleteAsync(PublishedSchema.Plays, part, cancellationToken).ConfigureAwait(false);
            rows[PublishedSchema.Plays.Name] += await connection.ExecuteAsync(PublishedSchema.FillPlays(schema.Quoted, part.Where), cancellationToken).ConfigureAwait(false);
        }

        await connection.ExecuteAsync($"DELETE FROM {schema.Quoted}.sync_parts", cancellationToken).ConfigureAwait(false);
        await copy.WritePartsAsync(schema.Quoted, current, cancellationToken).ConfigureAwait(false);
        return (rows, deleted);
    }

    private Task<int> DeleteAsync(PublishedTable table, TablePart part, CancellationToken cancellationToken) =>
        connection.ExecuteAsync($"DELETE FROM {schema.Quoted}.{table.Name} WHERE {part.Where}", cancellationToken);

    private async Task<Dictionary<TablePart, string>?> RemotePartsAsync(CancellationToken cancellationToken)
    {
        if (await connection.ScalarAsync<bool>("SELECT to_regclass(@name) IS NOT NULL", cancellationToken, ("name", $"{schema.Quoted}.sync_parts")).ConfigureAwait(false) is false)
            return null;
        var version = await connection.ScalarAsync<int>($"SELECT schema_version FROM {schema.Quoted}.publication", cancellationToken).ConfigureAwait(false);
        if (version != PublishedSchema.Version)
            return null;
        var parts = await connection.QueryAsync(
            $"SELECT table_name, part, hash FROM {schema.Quoted}.sync_parts",
            row => KeyValuePair.Create(new TablePart(row.GetString(0), row.GetString(1)), row.GetString(2)),
            cancellationToken).ConfigureAwait(false);
        return parts.All(part => PublishedSchema.Tables.Any(table => table.Name == part.Key.Table)) ? new(parts) : null;
    }
}
