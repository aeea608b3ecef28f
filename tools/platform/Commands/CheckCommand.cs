using System.CommandLine;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Maintenance;
using SpotifyPlatform.Platform.Output;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform check</c>: verifies every file of a data folder.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("TABLE") { Description = "One table, as 'tables' lists it; all files of the folder without it.", Arity = ArgumentArity.ZeroOrOne };
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("check", """
            Verifies pointers, manifests and parts of tables and what refers to one another, the extractor's ledger against its files, and every row of the SQLite
            files by its checksum. Reads every byte and changes nothing; may run beside a platform. Ends with 1 and a line for each file that is bad.

            Examples:
              platform check --data data/store
              platform check pairs --data data/store
            """)
        {
            name, data, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = CommonOptions.Existing(parsed.GetValue(data)!);
            await using var services = PlatformHost.Reading(folder);
            var check = new StoreCheck(folder, services);
            var table = parsed.GetValue(name);
            var findings = await check.FindLastingAsync(table, stop);
            if (table is not null && findings.Count == 0 && !await check.HasTableAsync(table, stop))
                throw new CommandException($"There is no table '{table}'. See: platform tables");
            Write(findings, parsed.GetValue(json));
            return findings.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    public static void Write(IReadOnlyList<StoreFinding> findings, bool json)
    {
        if (json)
        {
            JsonOutput.WriteIndented(findings.Select(finding => new { finding.File, finding.What }));
            return;
        }

        foreach (var finding in findings)
            Console.WriteLine(finding);
        Console.WriteLine(findings.Count == 0
            ? "Everything is as it was written."
            : $"{findings.Count:N0} {(findings.Count == 1 ? "fault" : "faults")}. 'platform repair' deletes what is bad and builds it again.");
    }
}
