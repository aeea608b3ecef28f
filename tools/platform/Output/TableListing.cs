using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Tables.Reports;
using TablePlan = SpotifyPlatform.Tables.TablePlan;
using TableStore = SpotifyPlatform.Tables.TableStore;

namespace SpotifyPlatform.Platform.Output;

/// <summary>Shows bulk tables and their generations.</summary>
internal static class TableListing
{
    public static void Write(IReadOnlyList<TableSummary> tables, DateTimeOffset now, bool json)
    {
        if (json)
        {
            JsonOutput.WriteIndented(tables.Select(table => new
            {
                table.Name, table.State, Detail = table.Detail.Length > 0 ? table.Detail : null, Id = table.Current?.Generation, table.Current?.Number,
                At = table.Current is { } published ? PublishedAt(published) : (DateTimeOffset?)null, table.Current?.Rows, table.Current?.Bytes,
                table.Current?.ContentSha256, Inputs = table.Current?.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal).ToDictionary(),
            }));
            return;
        }

        var listing = new Table().AddColumn("table");
        foreach (var column in new[] { "rows", "bytes", "age" })
            listing.AddColumn(new TableColumn(column).RightAligned());
        listing.AddColumns("inputs", "state");
        foreach (var table in tables)
            listing.AddRow(
                table.Name,
                table.Current is { } current ? Number(current.Rows) : "",
                table.Current is { } sized ? Humanize.Bytes(sized.Bytes) : "",
                table.Current is { } published ? Age(now - PublishedAt(published)) : "",
                string.Join(", ", table.Current?.Inputs.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>()),
                Markup.Escape(table.Detail.Length == 0 ? table.State : $"{table.State}: {table.Detail}"));
        AnsiConsole.Write(listing);
    }

    public static void Write(TableReport table, IReadOnlyList<GenerationReport> generations, bool json)
    {
        if (json)
        {
            JsonOutput.WriteIndented(new { table.Name, table.State, table.Detail, table.Current, Generations = generations });
            return;
        }

        Console.WriteLine($"{table.Name}: {(table.Detail is null ? Word(table.State) : $"{Word(table.State)}: {table.Detail}")}");
        foreach (var generation in generations)
        {
            var current = generation.Plan.Id == table.Current?.Id ? ", current" : "";
            var state = generation switch
            {
                { Manifest: { } manifest } => $"{Number(manifest.Rows)} rows, {Humanize.Bytes(manifest.Bytes)}, {manifest.Parts.Count} parts",
                { Refusal: { } refusal } => $"refused: {refusal}",
                _ => $"{generation.UnitsDone} of {generation.Plan.Units} units are built",
            };
            Console.WriteLine($"\n{generation.Plan.Id}  {generation.Created:u}{current}\n  {state}");
            Write(generation.Plan);
            Write("count", generation.Manifest?.Counts);
            Write("left out", generation.Manifest?.LeftOut);
            foreach (var loss in generation.Manifest is { } complete ? LeftOut.Of(complete).Select(InputLosses.Readable) : [])
                if (loss.Positions.Count > 0)
                    Console.WriteLine($"  first {loss.Reason} at {string.Join(", ", loss.Positions)}");
        }
    }

    public static void Write(IReadOnlyList<TableStore.TablePointer> pointers, bool json)
    {
        if (json)
        {
            JsonOutput.WriteIndented(pointers);
            return;
        }

        var history = new Table().AddColumn(new TableColumn("number").RightAligned()).AddColumns("generation", "since", "published by", "");
        foreach (var pointer in pointers)
            history.AddRow(
                Number(pointer.Number), pointer.Id, pointer.At.ToString("u", CultureInfo.InvariantCulture), Markup.Escape(pointer.Builder), pointer.Pinned ? "pinned" : "");
        AnsiConsole.Write(history);
    }

    private static void Write(TablePlan plan)
    {
        Console.WriteLine($"  mapping version {plan.MappingVersion}");
        foreach (var (name, content) in plan.Inputs)
            Console.WriteLine($"  input {name} {content}");
        foreach (var (name, value) in plan.Rules)
            Console.WriteLine($"  rule {name} {value}");
    }

    private static void Write(string kind, IReadOnlyDictionary<string, long>? numbers)
    {
        foreach (var (name, number) in numbers ?? new Dictionary<string, long>())
            Console.WriteLine($"  {kind} {name} {Number(number)}");
    }

    private static string Word(TableReportState state) => state.ToString().ToLowerInvariant();

    private static DateTimeOffset PublishedAt(PublishedTable published) => DateTimeOffset.FromUnixTimeMilliseconds(published.PublishedMs);

    private static string Age(TimeSpan age) => age.TotalDays >= 1 ? $"{age.TotalDays:F0} d" : age.TotalHours >= 1 ? $"{age.TotalHours:F0} h" : $"{Math.Max(0, age.TotalMinutes):F0} min";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
