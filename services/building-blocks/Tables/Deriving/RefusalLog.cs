using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Generations;

namespace SpotifyPlatform.Tables.Deriving;

/// <summary>Why generations cannot be built, beside their plans in the artifact store, so that no instance tries again in vain.</summary>
public sealed class RefusalLog(IArtifactStore store)
{
    private readonly GenerationFiles files = new(store);

    public Task<TableRefusal?> FindAsync(TablePlan plan, CancellationToken cancellationToken) => files.FindOrDeleteAsync<TableRefusal>(KeyOf(plan), cancellationToken);

    /// <summary>Has the generation tried again.</summary>
    public Task RemoveAsync(TablePlan plan, CancellationToken cancellationToken) => store.DeleteAsync(KeyOf(plan), cancellationToken);

    internal Task AddAsync(TablePlan plan, TableRefusedException refusal, CancellationToken cancellationToken) =>
        files.CreateAsync(KeyOf(plan), new TableRefusal(refusal.Reason, refusal.Message), cancellationToken);

    private static ArtifactKey KeyOf(TablePlan plan) => GenerationKeys.Refusal(plan.Table, plan.Id);
}
