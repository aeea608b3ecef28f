using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.Lake.Reports;
using SpotifyPlatform.Lake.Warehouse;
using SpotifyPlatform.Platform.Output;
using TableColumn = Spectre.Console.TableColumn;

namespace SpotifyPlatform.Platform.Commands.Enrichment;

/// <summary>A report on enrichment each.</summary>
internal static class ReportCommands
{
    public static IEnumerable<Command> All() => EnrichmentReports.All.Select(Create);

    private static Command Create(EnrichmentReport report)
    {
        var options = new LakeCommandOptions();
        var json = CommonOptions.Json();
        var genre = new Argument<string>("GENRE") { Description = "As Spotify writes it, such as 'indie rock'." };
        var needsGenre = report.Parameters == ReportParameters.Genre;
        var command = new Command(report.Name, $"""
            {report.Description}{(report.Note is null ? "" : $" {report.Note}")}

            Example:
              platform enrichment {report.Name}{(needsGenre ? " 'indie rock'" : "")} --env prd
            """)
        {
            json,
        };
        if (needsGenre)
            command.Add(genre);
        foreach (var option in options.All)
            command.Add(option);
        command.SetAction((parsed, stop) => options.RunAsync(parsed, async lake =>
        {
            var rows = await lake.Get<EnrichmentReports>().RunAsync(report, lake.Target, needsGenre ? parsed.GetValue(genre) : null, stop);
            if (parsed.GetValue(json))
                JsonOutput.WriteIndented(rows.Select(row => row.Names.Zip(row.Values).ToDictionary(cell => cell.First, cell => cell.Second)));
            else
                Write(report, rows);
            return ExitCode.Done;
        }));
        return command;
    }

    private static void Write(EnrichmentReport report, IReadOnlyList<SqlRow> rows)
    {
        if (rows.Count == 0)
        {
            Console.WriteLine("No artists.");
        }
        else
        {
            var table = new Table().RoundedBorder();
            for (var i = 0; i < rows[0].Names.Count; i++)
            {
                var column = new TableColumn(rows[0].Names[i]);
                table.AddColumn(rows.Any(row => row.Values[i] is long or double) ? column.RightAligned() : column);
            }

            foreach (var row in rows)
                table.AddRow(row.Values.Select(value => ListeningText.Cell(Text(value))));
            AnsiConsole.Write(table);
        }

        if (report.Note is { } note)
            Console.WriteLine(note);
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        long number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
