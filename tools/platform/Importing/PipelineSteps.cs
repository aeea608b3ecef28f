using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Vectors;
using TableStore = SpotifyPlatform.Tables.TableStore;

namespace SpotifyPlatform.Platform.Importing;

/// <summary>
/// Tells the steps that the pipeline does from the states of its tables. The pipeline does them at the same time, each as soon as its input is there.
/// </summary>
internal sealed class PipelineSteps(IServiceProvider services, int shards)
{
    private static readonly IReadOnlyDictionary<ImportStep, string[]> Tables = new Dictionary<ImportStep, string[]>
    {
        [ImportStep.Transform] = [TrackTable.Name, ArtistTable.Name, AlbumTable.Name, FeatureTable.Name, TrackNumberTable.Name, BasketTable.Name],
        [ImportStep.CrossReference] = [TracksByIsrcTable.Name, RecordingTable.Name, MatchTable.Name, TracksByMbidTable.Name],
        [ImportStep.Vectorize] = [VectorTable.Name],
        [ImportStep.Mine] = [PairTable.Name],
    };

    private readonly TableStore store = services.GetRequiredService<TableStore>();

    /// <summary>The steps as they are now.</summary>
    /// <param name="isIdle">Whether nothing is left to do: what is not built lacks its input then.</param>
    public async Task<IReadOnlyList<StepProgress>> ReadAsync(bool isIdle, CancellationToken cancellationToken)
    {
        var stages = await services.GetRequiredService<ServiceStatusReader>().ReadStagesAsync(cancellationToken);
        long Count(string stage) => stages.Where(entry => entry.Name == stage).Sum(entry => entry.Count);
        var steps = new List<StepProgress>();
        foreach (var (step, tables) in Tables)
            steps.Add(await ReadAsync(step, tables, isIdle, cancellationToken));
        var (extracted, loaded) = (Count(StageNames.ShardsExtracted), Count(StageNames.ShardsLoaded));
        var transform = steps.FindIndex(step => step.Step == ImportStep.Transform);
        steps[transform] = With(steps[transform], "shards", extracted, shards, isIdle);
        steps.Add(With(new StepProgress(ImportStep.Upload, StepState.Done, new Dictionary<string, long>()), "shards in the warehouse", loaded, shards, isIdle));
        return steps;
    }

    private async Task<StepProgress> ReadAsync(ImportStep step, string[] tables, bool isIdle, CancellationToken cancellationToken)
    {
        var (counts, open, reasons) = (new SortedDictionary<string, long>(StringComparer.Ordinal), 0, new List<string>());
        foreach (var table in services.GetServices<DerivedTable>().Where(table => tables.Contains(table.Deriver.Table)))
        {
            var status = table.Deriver.Status;
            counts[table.Deriver.Table] = status.State == DerivedState.Building ? status.Rows : await RowsAsync(table.Deriver.Table, cancellationToken);
            if (status.State is DerivedState.Current or DerivedState.Pinned or DerivedState.Overtaken)
                continue;
            open++;
            if (status.Detail is { } detail)
                reasons.Add(detail);
        }

        var state = open == 0 ? StepState.Done : isIdle ? StepState.Incomplete : counts.Values.Any(rows => rows > 0) ? StepState.Running : StepState.Waiting;
        return new StepProgress(step, state, counts, state == StepState.Incomplete ? string.Join(' ', reasons.Distinct()) : null);
    }

    private async Task<long> RowsAsync(string table, CancellationToken cancellationToken) =>
        await store.FindCurrentAsync(table, cancellationToken) is { } pointer && await store.FindAsync(table, pointer.Id, cancellationToken) is { } manifest ? manifest.Rows : 0;

    /// <summary>Adds shards to a step, which is not done before they are.</summary>
    private static StepProgress With(StepProgress step, string name, long done, int all, bool isIdle)
    {
        var counts = new SortedDictionary<string, long>(step.Counts.ToDictionary(), StringComparer.Ordinal) { [name] = done };
        if (done >= all || step.State == StepState.Incomplete)
            return step with { Counts = counts };
        return isIdle
            ? step with { Counts = counts, State = StepState.Incomplete, Detail = $"{all - done} of {all} {name} are missing." }
            : step with { Counts = counts, State = done > 0 || step.State == StepState.Running ? StepState.Running : StepState.Waiting };
    }
}
