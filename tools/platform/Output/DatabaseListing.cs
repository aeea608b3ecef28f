using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.Platform.Inspection;

namespace SpotifyPlatform.Platform.Output;

/// <summary>Shows a SQLite file to people.</summary>
internal static class DatabaseListing
{
    private const int MaxCellCharacters = 60;

    public static void Write(DatabaseReport report)
    {
        Console.WriteLine($"{report.File}: {Humanize.Bytes(report.Bytes)}, {report.Tables.Count:N0} tables{(report.IsCut ? ", more are left out" : "")}.");
        foreach (var table in report.Tables)
        {
            Console.WriteLine();
            Console.WriteLine($"{table.Name}: {Rows(table.Rows)}");
            Console.WriteLine($"  {string.Join(", ", table.Columns.Select(Column))}");
            if (table.Indexed.Count > 0)
                Console.WriteLine($"  indexed: {string.Join(", ", table.Indexed)}");
            if (table.Samples.Count > 0)
                WriteSamples(table);
        }

        if (report.NotRead.Count > 0)
            Console.WriteLine($"\nNot read: {string.Join(", ", report.NotRead)}");
    }

    private static void WriteSamples(TableDescription table)
    {
        var samples = new Table();
        foreach (var column in table.SampleColumns)
            samples.AddColumn(Markup.Escape(column));
        foreach (var row in table.Samples)
            samples.AddRow([.. row.Select(value => new Text(Cell(value)))]);
        AnsiConsole.Write(samples);
    }

    private static string Rows(RowEstimate? rows) => rows switch
    {
        null => "its pages are damaged",
        { IsExact: true } => string.Create(CultureInfo.InvariantCulture, $"{rows.Rows:N0} rows"),
        _ => string.Create(CultureInfo.InvariantCulture, $"~{rows.Rows:N0} rows"),
    };

    private static string Column(ColumnDescription column) =>
        $"{column.Name}{(column.Type.Length > 0 ? $" {column.Type}" : "")}{(column.IsKey ? " key" : "")}{(column.IsGenerated ? " generated" : "")}";

    private static string Cell(string? value) => value switch
    {
        null => "NULL",
        { Length: > MaxCellCharacters } => value[..MaxCellCharacters] + "...",
        _ => value,
    };
}
