using System.Text.Json.Serialization;

namespace SpotifyPlatform.Platform.Importing;

/// <summary>The steps of an import, in order.</summary>
internal enum ImportStep
{
    Download,
    Validate,
    Transform,
    CrossReference,
    Vectorize,
    Upload,
    Index,
    Mine,
    Verify,
}

internal enum StepState
{
    Waiting,
    Running,
    Done,

    /// <summary>Done, but something was refused or lacks its input; the detail says what.</summary>
    Incomplete,
    Failed,
}

/// <summary>How far a step is.</summary>
/// <param name="Counts">What it has done, by name.</param>
/// <param name="Detail">Why it waits, is incomplete or failed; null otherwise.</param>
internal sealed record StepProgress(
    [property: JsonConverter(typeof(JsonStringEnumConverter<ImportStep>))] ImportStep Step,
    [property: JsonConverter(typeof(JsonStringEnumConverter<StepState>))] StepState State,
    IReadOnlyDictionary<string, long> Counts,
    string? Detail = null)
{
    /// <summary>What was read; a step of a file that says so is not repeated while it is the same.</summary>
    public string? Of { get; init; }

    public static StepProgress Waiting(ImportStep step) => new(step, StepState.Waiting, new Dictionary<string, long>());
}
