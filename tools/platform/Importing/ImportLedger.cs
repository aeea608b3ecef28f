using System.Text.Json;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.Platform.Importing;

/// <summary>
/// The steps of an import in <c>import/steps.json</c> of the data folder. It is written for people and to skip what need not be repeated; what the pipeline has
/// done, its own stores know, so that a lost or older file does no harm.
/// </summary>
internal sealed class ImportLedger
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private readonly string path;
    private readonly SortedDictionary<ImportStep, StepProgress> steps = [];

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public ImportLedger(string folder)
    {
        path = Path.Combine(folder, "steps.json");
        foreach (var step in Enum.GetValues<ImportStep>())
            steps[step] = StepProgress.Waiting(step);
        if (!File.Exists(path))
            return;
        try
        {
            foreach (var known in JsonSerializer.Deserialize<LedgerFile>(SealedJson.Open(File.ReadAllBytes(path)), Json)!.Steps)
                steps[known.Step] = known;
        }
        catch (Exception ex) when (ex is InvalidDataException or JsonException)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {ex.Message}. Delete it: the steps are checked again.", ex);
        }
    }

    public IReadOnlyCollection<StepProgress> Steps => steps.Values;

    /// <summary>Whether a step was done with this.</summary>
    public bool IsDone(ImportStep step, string of) => steps[step] is { State: StepState.Done } done && done.Of == of;

    /// <summary>Writes a step down, unless nothing has changed.</summary>
    public void Put(StepProgress progress)
    {
        if (Same(steps[progress.Step], progress))
            return;
        steps[progress.Step] = progress;
        StagedFile.WriteAll(path, SealedJson.Seal(JsonSerializer.SerializeToUtf8Bytes(new LedgerFile([.. steps.Values]), Json)));
    }

    private static bool Same(StepProgress one, StepProgress other) =>
        one with { Counts = other.Counts } == other && one.Counts.OrderBy(count => count.Key).SequenceEqual(other.Counts.OrderBy(count => count.Key));

    private sealed record LedgerFile(IReadOnlyList<StepProgress> Steps);
}
