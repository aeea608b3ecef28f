using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.ListeningHistory.Imports;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.Platform.Output;

/// <summary>Imports as tables for people.</summary>
internal static class ImportTables
{
    public static void Write(ImportReport report)
    {
        if (report.Files > 0)
            WriteCounts(report);
        else
            Console.WriteLine("Nothing is imported: no file could be read.");
        WriteProblems(report);
    }

    private static void WriteCounts(ImportReport report)
    {
        var counts = report.Counts;
        var table = new Table().Title(Title(report)).AddColumn("rows").AddColumn(new TableColumn("").RightAligned());
        Row(table, "read", counts.Read);
        Row(table, "  new", counts.New);
        Row(table, "  known from earlier imports", counts.Known);
        Row(table, "  exact repeats", counts.Repeated);
        Row(table, "  invalid", counts.Invalid);
        table.AddEmptyRow();
        Row(table, "new and known rows that are plays", counts[PlayOutcome.Play]);
        Row(table, "  too short to count", counts[PlayOutcome.TooShort]);
        Row(table, "  podcasts", counts[PlayOutcome.Podcast]);
        Row(table, "  audiobooks", counts[PlayOutcome.Audiobook]);
        Row(table, "  videos", counts[PlayOutcome.Video]);
        Row(table, "  local files", counts[PlayOutcome.Local]);
        Row(table, "  naming nothing", counts[PlayOutcome.Unknown]);
        Row(table, "  covered by extended history", counts[PlayOutcome.Superseded]);
        table.AddEmptyRow();
        Row(table, "in private sessions", counts.Private);
        Row(table, "suspected duplicates, kept and flagged", counts.SuspectedDuplicates);
        AnsiConsole.Write(table);
    }

    private static void WriteProblems(ImportReport report)
    {
        foreach (var row in report.Invalid)
            Console.Error.WriteLine($"invalid: {row.File}, row {row.Row:N0} at byte {row.Offset:N0}: {row.Reason}.");
        if (report.Counts.Invalid > report.Invalid.Count)
            Console.Error.WriteLine($"... and {report.Counts.Invalid - report.Invalid.Count:N0} more invalid rows.");
        foreach (var refused in report.Refused)
            Console.Error.WriteLine($"refused: {refused.Message}");
        foreach (var warning in report.Warnings)
            Console.Error.WriteLine($"warning: {warning}");
    }

    public static void Write(IReadOnlyList<ImportRecord> imports)
    {
        var table = new Table().AddColumns("import", "made", "rows", "new", "files");
        foreach (var import in imports)
            table.AddRow(
                new Text(import.ImportId.ToString(CultureInfo.InvariantCulture)),
                new Text(import.ImportedAt.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
                new Text(import.Rows.ToString("N0", CultureInfo.InvariantCulture)),
                new Text(import.NewRows.ToString("N0", CultureInfo.InvariantCulture)),
                new Text(Files(import)));
        AnsiConsole.Write(table);
    }

    private static string Title(ImportReport report) => report switch
    {
        { IsPreview: true } => $"Preview of {report.Files:N0} files; nothing is written",
        { ImportId: { } id } => $"Import {id} of {report.Files:N0} files",
        _ => $"Nothing new in {report.Files:N0} files; no import is made",
    };

    private static string Files(ImportRecord import)
    {
        const int shown = 3;
        var names = string.Join(", ", import.Files.Take(shown).Select(name => string.Concat(name.Select(c => char.IsControl(c) ? '\uFFFD' : c))));
        return import.Files.Count > shown ? $"{names} and {import.Files.Count - shown:N0} more" : names;
    }

    private static void Row(Table table, string name, long count) =>
        table.AddRow(new Text(name), new Text(count.ToString("N0", CultureInfo.InvariantCulture)));
}
