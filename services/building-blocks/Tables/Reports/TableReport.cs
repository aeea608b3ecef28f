namespace SpotifyPlatform.Tables.Reports;

/// <summary>What the artifact store says of a table, whoever owns it.</summary>
/// <param name="Current">Null for a table that was never published.</param>
/// <param name="Manifest">Of the current generation; null where there is none, or it is damaged.</param>
/// <param name="Detail">Why it is in this state.</param>
public sealed record TableReport(string Name, TableStore.TablePointer? Current, TableStore.Manifest? Manifest, TableReportState State, string? Detail);

public enum TableReportState
{
    /// <summary>Made of what its inputs are now. An option or a mapping version that has changed shows when its service starts.</summary>
    Current,

    /// <summary>An input has changed since.</summary>
    Stale,

    /// <summary>A generation of the inputs as they are now is not complete.</summary>
    Building,

    /// <summary>The inputs as they are now cannot be read.</summary>
    Refused,

    /// <summary>Nothing is published until the pin is released.</summary>
    Pinned,

    /// <summary>The manifest of the current generation is missing or damaged.</summary>
    Damaged,
}

/// <summary>A generation in the artifact store.</summary>
/// <param name="Created">When its last object was created.</param>
/// <param name="UnitsDone">Of the plan's units.</param>
/// <param name="Manifest">Null while it is not complete.</param>
/// <param name="Refusal">Why it cannot be built, or null.</param>
public sealed record GenerationReport(TablePlan Plan, DateTimeOffset Created, int UnitsDone, TableStore.Manifest? Manifest, string? Refusal);
