using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.Engines.DerivedTables;

/// <summary>What the tables of this process that are made of files lack of them, by table and reason.</summary>
internal sealed class LeftOutStages(IEnumerable<DerivedTable> tables, LeftOutReports leftOut, StoreSources sources) : IStageCounts
{
    public async Task<IReadOnlyList<StageCount>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = new List<StageCount>();
        foreach (var table in tables.Where(table => table.InputFiles.Count > 0))
            foreach (var reason in await leftOut.ReadAsync(table.Deriver.Table, cancellationToken).ConfigureAwait(false))
                counts.Add(new StageCount($"{StageNames.LeftOutPrefix}{reason.Table}/{reason.Reason}", sources.Tables, reason.Count));
        return counts;
    }
}
