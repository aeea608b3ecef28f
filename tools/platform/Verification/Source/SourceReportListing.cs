using System.Globalization;
using System.Text;
using Spectre.Console;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Platform.Output;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>Shows the comparison of an import with its source, and what the import holds.</summary>
internal static class SourceReportListing
{
    public static void Write(SourceReport report)
    {
        Write(report, AnsiConsole.Console);
        foreach (var difference in Differences(report))
            Console.Error.WriteLine(difference);
        Console.WriteLine(Conclusion(report));
    }

    /// <summary>Writes <c>report.txt</c> and <c>report.json</c> into a folder.</summary>
    public static void Write(SourceReport report, string folder)
    {
        using var text = new StringWriter();
        Write(report, AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(text) }));
        foreach (var line in Differences(report).Append(Conclusion(report)))
            text.WriteLine(line);
        StagedFile.WriteAll(Path.Combine(folder, "report.txt"), Encoding.UTF8.GetBytes(text.ToString()));
        StagedFile.WriteAll(Path.Combine(folder, "report.json"), Encoding.UTF8.GetBytes(JsonOutput.Format(ToJson(report))));
    }

    public static void WriteJson(SourceReport report) => JsonOutput.WriteIndented(ToJson(report));

    public static object ToJson(SourceReport report) => new
    {
        report.Scope.Full, report.Scope.Sample, report.Scope.Seed, report.Differences, report.DataSet,
        Checks = report.Checks.Select(check => new { check.Name, check.Compared, check.Total, check.Share, check.Differences, check.Note, check.Shown }),
    };

    private static void Write(SourceReport report, IAnsiConsole console)
    {
        console.Write(Checks(report));
        console.Write(Facts(report.DataSet));
    }

    private static Table Facts(DataSetReport report)
    {
        var facts = new Table().NoBorder().HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        facts.AddRow("input files", $"{Number(report.Files)} ({Humanize.Bytes(report.Bytes)})");
        facts.AddRow("tracks, artists, albums", $"{Number(report.Tracks)}, {Number(report.Artists)}, {Number(report.Albums)}");
        facts.AddRow("tracks with features", Number(report.Features));
        facts.AddRow("shards", Number(report.Shards));
        facts.AddRow("analysed tracks", Number(report.AnalysisTracks));
        facts.AddRow("sections", Number(report.Sections));
        facts.AddRow("lines in quarantine", Number(report.QuarantinedLines));
        facts.AddRow("left out", Number(report.LeftOut));
        foreach (var (method, count) in report.Matches)
            facts.AddRow($"tracks matched: {method}", Number(count));
        facts.AddRow("playlists", Number(report.Playlists));
        facts.AddRow("vectors", Number(report.Vectors));
        facts.AddRow("pairs", Number(report.Pairs));
        return facts;
    }

    private static Table Checks(SourceReport report)
    {
        var table = new Table().AddColumn("compared with the source");
        foreach (var column in new[] { "read", "of", "share", "differences" })
            table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumn("");
        foreach (var check in report.Checks)
            table.AddRow(check.Name, Number(check.Compared), Number(check.Total), Share(check.Share), Number(check.Differences), Markup.Escape(check.Note ?? ""));
        return table;
    }

    private static IEnumerable<string> Differences(SourceReport report) => report.Checks.SelectMany(check => check.Shown.Select(difference => $"{check.Name}: {difference}"));

    private static string Conclusion(SourceReport report)
    {
        var scope = report.Scope.Full ? "Every row was compared" : $"A sample was compared (seed {report.Scope.Seed}; the shares are above; --full compares every row)";
        return $"{scope}: {(report.Differences == 0 ? "no difference." : $"{Number(report.Differences)} differences.")}";
    }

    private static string Share(double share) => share is > 0 and < 0.0001 ? "< 0.01 %" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} %");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
