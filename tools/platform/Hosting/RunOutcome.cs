using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>The result of a run until idle.</summary>
/// <param name="Input">What was read.</param>
/// <param name="Files">Files of known kinds in the input.</param>
/// <param name="Ignored">Other files in the input.</param>
/// <param name="Taken">Files that were new or changed.</param>
/// <param name="Unchanged">Files that were done in an earlier run.</param>
/// <param name="Handled">Events handled by all groups in this run.</param>
internal sealed record RunOutcome(PipelineInput Input, int Files, int Ignored, int Taken, int Unchanged, long Handled)
{
    /// <summary>Why no file of the input can be read; null if there are files of known kinds.</summary>
    public string? NothingFound { get; init; }

    /// <summary>Tables that have another current generation, or other inputs, than before.</summary>
    public int Published { get; init; }

    /// <summary>What is refused and not mended, one sentence each.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>What the tables lack of the databases and dumps, by table and reason, from this run or an earlier one.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];

    /// <summary>Shards in the store with missing rows.</summary>
    public IReadOnlyList<DefectiveShard> DefectiveShards { get; init; } = [];

    public int ExitCode => this switch
    {
        { NothingFound: not null, Refused.Count: 0 } => Platform.ExitCode.Failed,
        { Refused.Count: 0, DefectiveShards.Count: 0 } => Platform.ExitCode.Done,
        _ => Platform.ExitCode.DoneWithRefusals,
    };

    public bool NothingToDo => Files > 0 && Refused.Count == 0 && Handled == 0 && Taken == 0 && Published == 0;

    private long QuarantinedLines => DefectiveShards.Sum(shard => shard.QuarantinedLines);

    /// <summary>The result for people: a summary, then one line for each refusal and for each reason for which something was left out.</summary>
    public string Describe() => string.Join(
        '\n', [Summary(), .. Refused, .. DefectiveShards.Select(shard => $"{shard.File}: {shard.QuarantinedLines:N0} lines in quarantine. {shard.Message}"), .. InputLosses.Describe(LeftOut)]);

    public string ToJson() =>
        JsonOutput.Format(new { NothingToDo, Files, Ignored, Taken, Unchanged, Handled, Published, NothingFound, Refused, LeftOut, QuarantinedLines, DefectiveShards });

    private string Summary() => this switch
    {
        { NothingFound: { } reason, Refused.Count: 0 } => reason,
        { Files: 0 } => $"No file was taken from '{Input.Folder}': {Refused.Count:N0} refused, {Ignored:N0} other files.",
        { NothingToDo: true, DefectiveShards.Count: 0 } => $"Nothing to do: all {Files:N0} input files were done already.",
        { NothingToDo: true } => $"Nothing new in {Files:N0} input files, but shards of earlier runs are not complete:",
        _ => $"Done: {Taken:N0} new or changed files of {Files:N0}, {Handled:N0} events handled, {Published:N0} tables published, {Refused.Count:N0} refused, {LeftOut.Sum(loss => loss.Count):N0} left out, {QuarantinedLines:N0} lines in quarantine.",
    };
}
