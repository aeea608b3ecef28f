using System.Runtime.ExceptionServices;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Storage;

/// <summary>What became of one of several shards: an outcome, or why its rows cannot be loaded.</summary>
public readonly record struct ShardLoad(LoadOutcome? Outcome, Exception? Fault)
{
    public static ShardLoad Done(LoadOutcome outcome) => new(outcome, null);

    public static ShardLoad Refused(Exception fault) => new(null, fault);

    /// <summary>Whether a fault is of the rows themselves, so that the same rows fail again.</summary>
    public static bool IsRefusal(Exception ex) => ex is InvalidDataException or ArtifactChangedException or ArtifactNotFoundException;

    public LoadOutcome OutcomeOrThrow()
    {
        if (Fault is not null)
            ExceptionDispatchInfo.Throw(Fault);
        return Outcome!.Value;
    }
}
