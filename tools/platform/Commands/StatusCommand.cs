using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform status</c>: contents and progress of a data folder.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var digest = new Option<bool>("--digest") { Description = "Also compute a SHA-256 over every stored row and extracted file; reads everything." };
        var json = CommonOptions.Json();
        var command = new Command("status", """
            Shows the contents of a data folder: shards, rows, matches, vectors, pairs, pending events, refused records with reasons.

            Example:
              platform status --data data/store --digest
            """)
        {
            data, digest, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = CommonOptions.Existing(parsed.GetValue(data)!);
            await using var services = PlatformHost.Lookup(folder);
            var report = await StoreReport.ReadAsync(services, folder, stop);
            var digested = parsed.GetValue(digest) ? StoreDigest.Of(folder) : default;
            if (parsed.GetValue(json))
                WriteJson(report, digested.Digest, digested.Parts);
            else
                WriteTables(report, digested.Digest);
            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteJson(StoreReport report, string? digest, IReadOnlyDictionary<string, string>? parts) =>
        JsonOutput.WriteIndented(
            new
            {
                report.ShardsExtracted, report.ShardsLoaded, report.AnalysisTracks, report.AnalysisSections, report.QuarantinedLines,
                Matches = report.Matches.ToDictionary(match => match.Key.Name(), match => match.Value),
                report.TracksWithFeatures, report.Vectors, report.Pairs, report.Groups, report.Refused, Digest = digest, DigestParts = parts,
            });

    private static void WriteTables(StoreReport report, string? digest)
    {
        var facts = new Table().NoBorder().HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        Row(facts, "shards extracted", report.ShardsExtracted);
        Row(facts, "shards in the warehouse", report.ShardsLoaded);
        Row(facts, "analysed tracks", report.AnalysisTracks);
        Row(facts, "sections", report.AnalysisSections);
        Row(facts, "lines in quarantine", report.QuarantinedLines);
        foreach (var (method, count) in report.Matches.OrderByDescending(match => match.Key))
            Row(facts, $"tracks matched: {method.Name()}", count);
        Row(facts, "tracks with features", report.TracksWithFeatures);
        Row(facts, "vectors", report.Vectors);
        Row(facts, "pairs", report.Pairs);
        AnsiConsole.Write(facts);

        var groups = new Table().AddColumns("topic", "group");
        foreach (var column in new[] { "events", "waiting", "refused" })
            groups.AddColumn(new TableColumn(column).RightAligned());
        foreach (var group in report.Groups)
            groups.AddRow(group.Topic, group.Group, Number(group.Total), Number(group.Pending), Number(group.DeadLetters));
        AnsiConsole.Write(groups);
        foreach (var refused in report.Refused)
            Console.WriteLine($"refused by {refused.Group}: {refused.Key}: {refused.Refusal.Reason}. {refused.Refusal.Detail}");
        if (digest is not null)
            Console.WriteLine($"digest {digest}");
    }

    private static void Row(Table table, string name, long value) => table.AddRow(name, Number(value));

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
