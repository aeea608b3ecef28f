using System.Text.Json;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>How a run ended.</summary>
/// <param name="Files">Files of known kinds in the input.</param>
/// <param name="Taken">Files that were new or changed.</param>
/// <param name="Unchanged">Files that were done before.</param>
/// <param name="Handled">Events handled by all groups in this run.</param>
/// <param name="Refused">What is refused and not mended, as sentences.</param>
internal sealed record RunOutcome(int ExitCode, int Files, int Taken, int Unchanged, long Handled, IReadOnlyList<string> Refused)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private string? end;

    public bool NothingToDo => Handled == 0 && Taken == 0 && Refused.Count == 0;

    public string Sentence => end ?? string.Join('\n', Refused.Prepend(NothingToDo
        ? $"Nothing to do: all {Files:N0} input files were done already."
        : $"Done: {Taken:N0} new or changed files of {Files:N0}, {Handled:N0} events handled, {Refused.Count:N0} refused."));

    /// <summary>The person ended it: that is how serving ends, but not how a run until idle does.</summary>
    public static RunOutcome Stopped(bool untilIdle) =>
        new(untilIdle ? Commands.ExitCode.Cancelled : Commands.ExitCode.Done, 0, 0, 0, 0, []) { end = "Stopped. Run the same command again to go on from here." };

    /// <summary>A service failed and stopped the host.</summary>
    public static RunOutcome Crashed(int exitCode, IEnumerable<string> faults) => new(exitCode, 0, 0, 0, 0, [])
    {
        end = string.Join('\n', faults.Prepend("A service failed and stopped the platform. What was done is kept.")),
    };

    public string ToJson() => JsonSerializer.Serialize(new { NothingToDo, Files, Taken, Unchanged, Handled, Refused }, Json);
}
