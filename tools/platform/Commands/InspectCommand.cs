using System.CommandLine;
using SpotifyPlatform.Platform.Inspection;
using SpotifyPlatform.Platform.Output;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform inspect</c>: what a SQLite file holds.</summary>
internal static class InspectCommand
{
    private const int MaxRows = 100;

    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A SQLite database, not compressed." };
        var rows = new Option<int>("--rows") { Description = $"Rows of each table to show, 0 to {MaxRows}.", DefaultValueFactory = _ => 3 };
        var json = CommonOptions.Json();
        var command = new Command("inspect", """
            Shows the tables of a SQLite file: columns, rows, indexes and the first rows. Numbers of rows are estimated from a few pages (~) or, of small
            tables, counted; nothing is scanned, so that a file of 100 GB takes a second. The file is only read; one that is in use (-wal, -journal) is
            refused with the remedy. Views and virtual tables are listed and not read.

            Example:
              platform inspect data/input/metadata/spotify_clean.sqlite3 --rows 5
            """)
        {
            file, rows, json,
        };
        command.SetAction(parsed =>
        {
            var shown = parsed.GetValue(rows);
            if (shown is < 0 or > MaxRows)
                throw new UsageException($"--rows is {shown}; it must be 0 to {MaxRows}.");
            var report = new DatabaseInspection(parsed.GetValue(file)!.FullName, shown).Run();
            if (parsed.GetValue(json))
                JsonOutput.WriteIndented(report);
            else
                DatabaseListing.Write(report);
            return ExitCode.Done;
        });
        return command;
    }
}
