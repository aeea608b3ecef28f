using System.Globalization;
using Spectre.Console;

namespace SpotifyPlatform.Platform.Importing;

/// <summary>Shows the steps of an import.</summary>
internal static class ImportListing
{
    public static void Write(IEnumerable<StepProgress> steps)
    {
        var table = new Table().AddColumns("", "step", "state", "counts");
        foreach (var step in steps)
            table.AddRow(
                $"{(int)step.Step + 1}", Name(step.Step), step.State.ToString().ToLowerInvariant(),
                Markup.Escape(string.Join(", ", step.Counts.Select(count => $"{Number(count.Value)} {count.Key}")) + (step.Detail is null ? "" : $". {step.Detail}")));
        AnsiConsole.Write(table);
    }

    /// <summary>One line of progress: what is done and what runs.</summary>
    public static string Line(IReadOnlyCollection<StepProgress> steps)
    {
        var running = steps.Where(step => step.State == StepState.Running).Select(step =>
            $"{(int)step.Step + 1} {Name(step.Step)}: {string.Join(", ", step.Counts.Where(count => count.Value > 0).Select(count => $"{Number(count.Value)} {count.Key}"))}");
        return $"{steps.Count(step => step.State == StepState.Done)} of {steps.Count} steps done; {string.Join("; ", running)}";
    }

    public static string Name(ImportStep step) => step == ImportStep.CrossReference ? "cross-reference" : step.ToString().ToLowerInvariant();

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
