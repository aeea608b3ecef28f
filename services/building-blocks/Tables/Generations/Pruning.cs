namespace SpotifyPlatform.Tables.Generations;

/// <summary>Decides which generations nobody needs any more.</summary>
internal sealed class Pruning(GenerationFiles files, TimeProvider time)
{
    /// <summary>A reader switches within an hour; a builder of a generation that is not published yet may take long.</summary>
    private static readonly TimeSpan Spared = TimeSpan.FromHours(24);

    /// <param name="history">The newest first.</param>
    public async Task<IReadOnlyList<string>> ListAsync(
        string table, IReadOnlyList<TableStore.TablePointer> history, int keep, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Spared;
        var spared = history.Select(pointer => pointer.Id).Distinct().Take(keep).ToHashSet(StringComparer.Ordinal);
        // A pointer was superseded when the next one was made.
        for (var i = 1; i < history.Count && history[i - 1].At >= since; i++)
            spared.Add(history[i].Id);
        var generations = await files.ListAsync(table, cancellationToken).ConfigureAwait(false);
        return [.. generations.Where(generation => generation.Value < since && !spared.Contains(generation.Key)).Select(generation => generation.Key).Order(StringComparer.Ordinal)];
    }
}
