using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Lookups;
using SpotifyPlatform.Platform.Output;
using TableReports = SpotifyPlatform.Tables.Reports.TableReports;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform status</c>: contents and progress of a data folder.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var source = new SourceOptions();
        var digest = new Option<bool>("--digest") { Description = "Also compute a SHA-256 over every stored row, table and extracted file of the folder; reads everything." };
        var json = CommonOptions.Json();
        var command = new Command("status", """
            Shows the contents and the progress of a data folder or of a running platform: shards, rows, matches, vectors, pairs, pending
            events and the age of the oldest, refused records with reasons, and what was left out of the inputs.

            Examples:
              platform status --data data/store --digest
              platform status --address http://localhost:8081
            """)
        {
            digest, json,
        };
        source.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var (report, digested) = source.AddressOf(parsed) is { } running
                ? (await AskAsync(running, parsed.GetValue(digest), stop), default)
                : await ReadAsync(source.FolderOf(parsed), parsed.GetValue(digest), stop);
            if (parsed.GetValue(json))
                WriteJson(report, digested.Digest, digested.Parts);
            else
                WriteTables(report, digested.Digest);
            return ExitCode.Done;
        });
        return command;
    }

    private static Task<StoreReport> AskAsync(Uri address, bool digest, CancellationToken stop) => digest
        ? throw new UsageException("--digest reads a data folder: give --data. Of a running platform, 'platform tables --json' shows the content's hash of each table.")
        : StoreReport.AskAsync(address, stop);

    private static async Task<(StoreReport Report, (string? Digest, IReadOnlyDictionary<string, string>? Parts) Digested)> ReadAsync(
        DataFolder folder, bool digest, CancellationToken stop)
    {
        await using var services = PlatformHost.Lookup(folder);
        var report = await StoreReport.ReadAsync(services, folder, stop);
        return (report, digest ? await StoreDigest.OfAsync(folder, services.GetRequiredService<TableReports>(), stop) : default((string?, IReadOnlyDictionary<string, string>?)));
    }

    private static void WriteJson(StoreReport report, string? digest, IReadOnlyDictionary<string, string>? parts)
    {
        var progress = report.Progress;
        JsonOutput.WriteIndented(
            new
            {
                ShardsExtracted = progress.Count(StageNames.ShardsExtracted),
                ShardsLoaded = progress.Count(StageNames.ShardsLoaded),
                AnalysisTracks = progress.Count(StageNames.AnalysisTracks),
                AnalysisSections = progress.Count(StageNames.AnalysisSections),
                QuarantinedLines = progress.Count(StageNames.QuarantinedLines),
                Matches = report.Matches(),
                TracksWithFeatures = progress.Count(StageNames.TracksWithFeatures),
                Vectors = progress.Count(StageNames.Vectors),
                Pairs = progress.Count(StageNames.Pairs),
                Groups = progress.Groups.Select(group => new
                {
                    group.Topic, group.Group, group.Pending, group.Total, group.DeadLetters, OldestPendingAgeSeconds = group.OldestPendingAge?.TotalSeconds,
                }),
                Refused = progress.Refused.Select(refused => new { refused.Topic, refused.Group, refused.Key, refused.Id, refused.Refusal }),
                report.TableFaults,
                // A running platform knows no positions, and both answers are alike. 'run --json' and 'tables show' have them.
                LeftOut = report.LeftOut.Select(loss => new { loss.Table, loss.Reason, loss.Count }),
                report.Silent,
                Digest = digest,
                DigestParts = parts,
            });
    }

    private static void WriteTables(StoreReport report, string? digest)
    {
        var progress = report.Progress;
        var facts = new Table().NoBorder().HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        Row(facts, "shards extracted", progress.Count(StageNames.ShardsExtracted));
        Row(facts, "shards in the warehouse", progress.Count(StageNames.ShardsLoaded));
        Row(facts, "analysed tracks", progress.Count(StageNames.AnalysisTracks));
        Row(facts, "sections", progress.Count(StageNames.AnalysisSections));
        Row(facts, "lines in quarantine", progress.Count(StageNames.QuarantinedLines));
        foreach (var (method, count) in report.Matches())
            Row(facts, $"tracks matched: {method}", count);
        Row(facts, "tracks with features", progress.Count(StageNames.TracksWithFeatures));
        Row(facts, "vectors", progress.Count(StageNames.Vectors));
        Row(facts, "pairs", progress.Count(StageNames.Pairs));
        AnsiConsole.Write(facts);
        WriteGroups(progress.Groups);
        foreach (var refused in progress.Refused)
            Console.WriteLine($"refused by {refused.Group}: {refused.Key}: {refused.Refusal.Reason}. {refused.Refusal.Detail}");
        foreach (var fault in report.TableFaults)
            Console.WriteLine(fault);
        foreach (var loss in InputLosses.Describe(report.LeftOut))
            Console.WriteLine(loss);
        foreach (var silent in report.Silent)
            Console.WriteLine(silent);
        if (digest is not null)
            Console.WriteLine($"digest {digest}");
    }

    private static void WriteGroups(IReadOnlyList<GroupProgress> progress)
    {
        var groups = new Table().AddColumns("topic", "group");
        foreach (var column in new[] { "events", "waiting", "oldest", "refused" })
            groups.AddColumn(new TableColumn(column).RightAligned());
        foreach (var group in progress)
            groups.AddRow(
                group.Topic, group.Group, Number(group.Total), Number(group.Pending), group.OldestPendingAge?.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture) ?? "",
                Number(group.DeadLetters));
        AnsiConsole.Write(groups);
    }

    private static void Row(Table table, string name, long value) => table.AddRow(name, Number(value));

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
