using Npgsql;
using SpotifyPlatform.ListeningHistory.Publishing;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>Sends rows of the publication by binary COPY.</summary>
internal sealed class TableCopy(NpgsqlConnection connection)
{
    /// <returns>Rows sent.</returns>
    public async Task<long> CopyAsync(
        ITablesSnapshot tables, PublishedTable table, string schema, string where, CancellationToken cancellationToken)
    {
        using var rows = tables.ReadBatches($"SELECT * FROM {table.Name} WHERE {where}");
        var output = await connection.BeginRawBinaryCopyAsync($"COPY {schema}.{table.Name} FROM STDIN (FORMAT binary)", cancellationToken).ConfigureAwait(false);
        await using (output.ConfigureAwait(false))
        {
            try
            {
                return await new BinaryRowEncoder(output).WriteAllAsync(rows, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await output.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    public async Task WritePartsAsync(string schema, IReadOnlyDictionary<TablePart, string> parts, CancellationToken cancellationToken)
    {
        var writer = await connection.BeginBinaryImportAsync($"COPY {schema}.sync_parts FROM STDIN (FORMAT binary)", cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            foreach (var (part, hash) in parts)
                await writer.WriteRowAsync(cancellationToken, part.Table, part.Month, hash).ConfigureAwait(false);
            await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
