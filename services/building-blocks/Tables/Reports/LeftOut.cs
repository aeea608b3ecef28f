namespace SpotifyPlatform.Tables.Reports;

/// <summary>What a table lacks of its sources, for one reason.</summary>
/// <param name="Reason">One of a bounded set; that of values, whose rows are in the table, begins with <c>invalid_values/</c>.</param>
/// <param name="Positions">The first ones, such as <c>tracks row 7</c>.</param>
public sealed record LeftOut(string Table, string Reason, long Count, IReadOnlyList<string> Positions)
{
    public static IReadOnlyList<LeftOut> Of(TableStore.Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return
        [
            .. manifest.LeftOut.Concat(manifest.Counts.Where(count => count.Key.StartsWith(TableWriter.InvalidValues, StringComparison.Ordinal)))
                .Select(reason => new LeftOut(manifest.Plan.Table, reason.Key, reason.Value, manifest.Positions.GetValueOrDefault(reason.Key) ?? [])),
        ];
    }
}

/// <summary>Reads what current generations lack of their sources.</summary>
public sealed class LeftOutReports(TableStore store)
{
    /// <summary>Empty for a table that was never published, or whose manifest is damaged: then nothing is known of it.</summary>
    public async Task<IReadOnlyList<LeftOut>> ReadAsync(string table, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindCurrentAsync(table, cancellationToken).ConfigureAwait(false) is { } current
                && await store.FindAsync(table, current.Id, cancellationToken).ConfigureAwait(false) is { } manifest
                ? LeftOut.Of(manifest)
                : [];
        }
        catch (InvalidDataException)
        {
            // The report of the table names the damage.
            return [];
        }
    }
}
