using System.CommandLine;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Maintenance;
using SpotifyPlatform.Sqlite.Bus;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform repair</c>: deletes what is bad and builds it again.</summary>
internal static class RepairCommand
{
    public static Command Create()
    {
        var input = new Option<DirectoryInfo>("--input") { Description = "The folder with the data set's files, from which lost tables are built again.", Required = true };
        var data = CommonOptions.Data();
        var command = new Command("repair", """
            Checks a data folder, deletes what is bad, builds it again from the input, and checks again. Tables end as they were. Live rows (requests and
            promotions, listening) are nowhere else: the rows that are whole are kept in a new file, the damaged file stays beside it, and the command says
            what needs a backup. Stop a running platform first.

            Example:
              platform repair --input data/input --data data/store
            """)
        {
            input, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var set = RunCommand.Existing(parsed.GetValue(input)!);
            var folder = CommonOptions.Existing(parsed.GetValue(data)!);
            if (!await MendAsync(folder, stop))
                return ExitCode.Done;
            var exitCode = await RunCommand.RunAsync(folder, set, stop);
            await using var services = PlatformHost.Reading(folder);
            var left = await new StoreCheck(folder, services).FindAsync(null, stop);
            CheckCommand.Write(left, json: false);
            return left.Count > 0 ? ExitCode.Failed : exitCode;
        });
        return command;
    }

    /// <returns>Whether anything was bad.</returns>
    private static async Task<bool> MendAsync(DataFolder folder, CancellationToken stop)
    {
        await using var services = PlatformHost.Reading(folder);
        var check = new StoreCheck(folder, services);
        var repair = new StoreRepair(folder, check, services);
        IReadOnlyList<StoreFinding> findings;
        using (Hold(folder))
        {
            findings = await check.FindAsync(null, stop);
            foreach (var finding in findings)
                Console.WriteLine(finding);
            foreach (var done in await repair.MendAsync(findings, stop))
                Console.WriteLine(done);
        }

        foreach (var name in await repair.AnnounceAsync(findings, stop))
            Console.WriteLine($"{name} is announced again.");
        if (findings.Count == 0)
            Console.WriteLine("Nothing to repair: everything is as it was written.");
        return findings.Count > 0;
    }

    /// <summary>Keeps a platform from starting on the folder.</summary>
    /// <exception cref="BusInUseException">One runs.</exception>
    private static FileLock Hold(DataFolder folder) => FileLock.TryTake(folder.BusLock)
        ?? throw new BusInUseException($"A platform runs on {folder.Root}. Stop it first ('fuser {folder.BusLock}' shows its id).");
}
