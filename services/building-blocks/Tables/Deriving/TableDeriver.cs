using Microsoft.Extensions.Logging;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Tables.Deriving;

/// <summary>
/// Keeps a table what its inputs make of it: computes the wanted id, builds the units that are missing, publishes and announces. The same code
/// runs at start, on a hint, after a crash and when a unit is done. Calls for one table run one after the other.
/// </summary>
/// <param name="planner">Null builds every unit here.</param>
/// <param name="builder">Who published a generation, for people: the service and the machine.</param>
public sealed class TableDeriver(
    IDerivedTable table, TableStore store, RefusalLog refusals, IUnitPlanner? planner, IGenerationAnnouncer announcer, string builder, TimeProvider time,
    ILogger<TableDeriver> logger) : IDisposable
{
    /// <summary>The current one and the one before, which a changed option or a restored file may ask for again.</summary>
    private const int KeptGenerations = 2;

    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>The generation whose units this process handed to the planner.</summary>
    private string? planned;
    private volatile BuildProgress? progress;
    private volatile DerivedStatus status = new(DerivedState.Waiting, null, 0, 0, "Not derived since this process started.");

    /// <summary>The table's name.</summary>
    public string Table => table.Name;

    public DerivedStatus Status => progress?.Of(status) ?? status;

    /// <summary>Brings the table to what its inputs make of it, as far as this instance can now.</summary>
    public async Task<DerivedStatus> DeriveAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var span = TableSpans.StartDerive(table.Name);
        try
        {
            DerivedStatus? next = null;
            while (next is null)
                next = await StepAsync(cancellationToken).ConfigureAwait(false);
            span.SetOutcome(next);
            return status = next;
        }
        catch (InvalidDataException ex)
        {
            // A damaged pointer or record of an input. Whoever retries finds it again, and other tables need not wait for it.
            span.SetFailed(ex.GetType().Name);
            Log.Damaged(logger, table.Name, ex);
            return status = new DerivedStatus(DerivedState.InputUnusable, null, 0, 0, ex.Message);
        }
        catch (Exception ex)
        {
            span.SetFailed(ex.GetType().Name);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Derives, and tries what was refused before once more: an option that is in no plan, or the program, may have changed since.</summary>
    public async Task<DerivedStatus> RetryAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if ((await table.WantAsync(cancellationToken).ConfigureAwait(false)).Plan is { } plan)
                await refusals.RemoveAsync(plan, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            // Deriving tells it.
        }
        finally
        {
            turn.Release();
        }

        return await DeriveAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Builds one unit that was planned, unless it is there or its plan is no longer wanted, and then derives.</summary>
    public async Task<DerivedStatus> BuildUnitAsync(string planId, int unit, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var wanted = await table.WantAsync(cancellationToken).ConfigureAwait(false);
            if (wanted.Plan?.Id == planId
                && await refusals.FindAsync(wanted.Plan, cancellationToken).ConfigureAwait(false) is null
                && await store.ListMissingUnitsAsync(wanted.Plan, cancellationToken).ConfigureAwait(false) is var missing && missing.Contains(unit)
                && await BuildHereAsync(wanted, [unit], missing.Count, cancellationToken).ConfigureAwait(false) is { } failed)
            {
                // It is handed out again when the table is derived the next time.
                planned = null;
                return status = failed;
            }
        }
        catch (InvalidDataException)
        {
            // Deriving tells it.
        }
        finally
        {
            turn.Release();
        }

        return await DeriveAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => turn.Dispose();

    /// <returns>Null to look again, because something was done.</returns>
    private async Task<DerivedStatus?> StepAsync(CancellationToken cancellationToken)
    {
        var wanted = await table.WantAsync(cancellationToken).ConfigureAwait(false);
        if (wanted.Plan is not { } plan)
            return new DerivedStatus(DerivedState.Waiting, null, 0, 0, wanted.Waiting);
        if (await refusals.FindAsync(plan, cancellationToken).ConfigureAwait(false) is { } refusal)
            return new DerivedStatus(DerivedState.Refused, plan.Id, 0, plan.Units, $"{refusal.Reason}: {refusal.Detail}");
        // What would not be published is not built.
        if (await store.FindCurrentAsync(plan.Table, cancellationToken).ConfigureAwait(false) is { Pinned: false } current && current.IsAhead(plan, wanted.Revisions))
            return new DerivedStatus(DerivedState.Overtaken, plan.Id, 0, plan.Units, null);
        if (await store.FindCompleteAsync(plan, cancellationToken).ConfigureAwait(false) is { } known)
            return await PublishAsync(known, wanted, cancellationToken).ConfigureAwait(false);

        var missing = await store.ListMissingUnitsAsync(plan, cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
            return await BuildAsync(wanted, missing, cancellationToken).ConfigureAwait(false);
        try
        {
            // A unit may have gone since it was listed: then there is no manifest, and it is listed as missing by the next step.
            return await store.CompleteAsync(plan, whole => table.Summarize(whole, cancellationToken), cancellationToken).ConfigureAwait(false) is { } manifest
                ? await PublishAsync(manifest, wanted, cancellationToken).ConfigureAwait(false)
                : null;
        }
        catch (ArtifactNotFoundException ex)
        {
            return BuildAgain(plan, ex);
        }
    }

    /// <summary>Hands the missing units to the planner, or builds them here.</summary>
    /// <returns>Null to look again, because something was done.</returns>
    private async Task<DerivedStatus?> BuildAsync(WantedTable wanted, IReadOnlyList<int> missing, CancellationToken cancellationToken)
    {
        var plan = wanted.Plan!;
        if (plan.Units > 1 && planner is not null)
        {
            if (planned != plan.Id)
                await planner.PlanAsync(plan, missing, cancellationToken).ConfigureAwait(false);
            planned = plan.Id;
            return new DerivedStatus(DerivedState.Building, plan.Id, plan.Units - missing.Count, plan.Units, null);
        }

        return await BuildHereAsync(wanted, missing, missing.Count, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Builds units until the inputs are refused.</summary>
    /// <param name="missing">Units that are not built yet.</param>
    /// <returns>Null when nothing stands against deriving on.</returns>
    private async Task<DerivedStatus?> BuildHereAsync(WantedTable wanted, IReadOnlyList<int> units, int missing, CancellationToken cancellationToken)
    {
        var plan = wanted.Plan!;
        try
        {
            foreach (var unit in units)
                if (!await TryBuildAsync(wanted, unit, cancellationToken).ConfigureAwait(false))
                    break;
            return null;
        }
        catch (Exception ex) when (ex is ArtifactNotFoundException or ArtifactChangedException or InvalidDataException)
        {
            // No refusal: the input is there again, mended or announced anew, one day.
            Log.InputUnusable(logger, plan.Table, plan.Id, ex.Message);
            return new DerivedStatus(DerivedState.InputUnusable, plan.Id, plan.Units - missing, plan.Units, ex.Message);
        }
    }

    /// <summary>A part is gone, and with it the results of the units, which are built again.</summary>
    private DerivedStatus? BuildAgain(TablePlan plan, ArtifactNotFoundException gone)
    {
        planned = null;
        Log.PartGone(logger, plan.Table, plan.Id, gone.Key.ToString());
        return null;
    }

    private async Task<DerivedStatus?> PublishAsync(TableStore.Manifest manifest, WantedTable wanted, CancellationToken cancellationToken)
    {
        var plan = manifest.Plan;
        planned = null;
        // The inputs may have changed while the units were built.
        if ((await table.WantAsync(cancellationToken).ConfigureAwait(false)).Plan?.Id != plan.Id)
            return null;
        try
        {
            var outcome = await store.PublishAsync(manifest, wanted.Revisions, builder, cancellationToken).ConfigureAwait(false);
            if (outcome == TableStore.PublishOutcome.Pinned)
                return Done(DerivedState.Pinned, "Another generation is pinned. Release it to have this one published.");
            if (outcome == TableStore.PublishOutcome.Overtaken)
                return Done(DerivedState.Overtaken, "The current generation was made of a newer input than this instance knows.");
            // Announced again where nothing changed: the process may have died between the pointer and the announcement.
            if (await store.FindCurrentAsync(plan.Table, cancellationToken).ConfigureAwait(false) is { } pointer)
                await announcer.AnnounceAsync(plan.Table, pointer, cancellationToken).ConfigureAwait(false);
            if (outcome != TableStore.PublishOutcome.Published)
                return Done(DerivedState.Current, null);
            Log.Published(logger, plan.Table, plan.Id, manifest.Rows, manifest.Bytes);
            await store.PruneAsync(plan.Table, KeptGenerations, cancellationToken).ConfigureAwait(false);
            return Done(DerivedState.Current, null) with { Published = manifest };
        }
        catch (ArtifactNotFoundException ex)
        {
            return BuildAgain(plan, ex);
        }

        DerivedStatus Done(DerivedState state, string? detail) => new(state, plan.Id, plan.Units, plan.Units, detail);
    }

    /// <returns>False when the inputs were refused.</returns>
    private async Task<bool> TryBuildAsync(WantedTable wanted, int unit, CancellationToken cancellationToken)
    {
        var plan = wanted.Plan!;
        status = new DerivedStatus(DerivedState.Building, plan.Id, 0, plan.Units, null);
        progress = new BuildProgress(time, wanted.SourceRows / plan.Units);
        Log.Building(logger, plan.Table, plan.Id, unit, plan.Units);
        using var span = TableSpans.StartBuild(plan, unit);
        try
        {
            using var writer = store.Write(plan, unit);
            await table.WriteAsync(plan, unit, writer, progress, cancellationToken).ConfigureAwait(false);
            await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TableRefusedException ex)
        {
            span.SetFailed(ex.Reason);
            Log.Refused(logger, plan.Table, plan.Id, ex.Reason, ex.Message);
            await refusals.AddAsync(plan, ex, cancellationToken).ConfigureAwait(false);
            return false;
        }
        finally
        {
            progress = null;
        }
    }
}
