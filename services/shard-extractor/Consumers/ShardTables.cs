using Microsoft.Extensions.Options;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.ShardExtractor.Consumers;

/// <summary>Builds the tables of shards; the warehouse publishes them.</summary>
internal sealed class ShardTables(TableStore store, IOptions<ShardExtractorOptions> options)
{
    public TablePlan Plan(ShardId shard, string sha256) => AnalysisTable.Plan(shard, sha256, ShardExtraction.ExtractorVersion, options.Value.Extraction.Rules());

    /// <returns>Null when the generation is complete already, with all of its parts.</returns>
    public async Task<TableWriter?> BeginAsync(TablePlan plan, CancellationToken cancellationToken)
    {
        if (await store.FindWholeAsync(plan, cancellationToken).ConfigureAwait(false) is not null)
            return null;
        // Writes the plan down, without which nobody could list the generation.
        await store.ListMissingUnitsAsync(plan, cancellationToken).ConfigureAwait(false);
        return store.Write(plan, 0);
    }

    /// <exception cref="IOException">The table was deleted meanwhile. The event is retried.</exception>
    public async Task CompleteAsync(TablePlan plan, TableWriter writer, ExtractionResult result, CancellationToken cancellationToken)
    {
        writer.Count(AnalysisTable.Sections, result.Sections);
        foreach (var (reason, lines) in ShardHandler.RefusedLines(result))
            writer.LeaveOut(reason, lines);
        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        _ = await store.CompleteAsync(plan, null, cancellationToken).ConfigureAwait(false)
            ?? throw new IOException($"The unit of generation {plan.Id} of table {plan.Table} was deleted while it was completed. Extract the shard again.");
    }
}
