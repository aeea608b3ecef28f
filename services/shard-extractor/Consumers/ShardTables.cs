using System.Text.Json;
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

    /// <returns>Null when the generation is complete already.</returns>
    public async Task<TableWriter?> BeginAsync(TablePlan plan, CancellationToken cancellationToken) =>
        await store.FindAsync(plan.Table, plan.Id, cancellationToken).ConfigureAwait(false) is null ? store.Write(plan, 0) : null;

    public async Task CompleteAsync(TablePlan plan, TableWriter writer, ExtractionResult result, CancellationToken cancellationToken)
    {
        writer.Count(AnalysisTable.Sections, result.Sections);
        foreach (var (reason, lines) in result.RefusedBy)
            writer.LeaveOut(JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()), lines);
        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await store.CompleteAsync(plan, null, cancellationToken).ConfigureAwait(false);
    }
}
