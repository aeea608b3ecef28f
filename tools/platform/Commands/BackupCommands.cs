using System.CommandLine;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Maintenance;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform backup</c> and <c>platform restore</c>: a copy of a data folder, which is a data folder too.</summary>
internal static class BackupCommands
{
    private const string Partial = ".partial";

    public static Command Backup()
    {
        var (folder, data) = (new Argument<DirectoryInfo>("DIR") { Description = "A folder that does not exist yet." }, CommonOptions.Data());
        var command = new Command("backup", """
            Copies a data folder to DIR, also while a platform runs on it, and checks the copy: tables, live rows, ledgers, extracted files, lake and hub, but not what is made
            again by itself. DIR is a data folder too, which 'status', 'track' and 'restore' read.

            Example:
              platform backup /backup/monday --data data/store
            """)
        {
            folder, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var (source, target) = (CommonOptions.Existing(parsed.GetValue(data)!), parsed.GetValue(folder)!);
            if (target.Exists)
                throw new CommandException($"'{target.FullName}' exists already. Name a folder that does not.");
            var partial = new DataFolder(target.FullName.TrimEnd(Path.DirectorySeparatorChar) + Partial);
            if (Directory.Exists(partial.Root))
                Directory.Delete(partial.Root, recursive: true);
            Directory.CreateDirectory(partial.Root);
            await CopyAsync(source, partial, stop);
            var findings = await CheckAsync(partial, stop);
            if (findings.Count > 0)
            {
                CheckCommand.Write(findings, json: false);
                throw new CommandException($"The copy is not whole and stays in '{partial.Root}'. Repair '{source.Root}' and back it up again.");
            }

            Directory.Move(partial.Root, target.FullName);
            DurableFolder.Sync(Path.GetDirectoryName(target.FullName)!);
            Console.WriteLine($"'{source.Root}' is copied to '{target.FullName}' and checked.");
            return ExitCode.Done;
        });
        return command;
    }

    public static Command Restore()
    {
        var (folder, data) = (new Argument<DirectoryInfo>("DIR") { Description = "A folder that 'backup' made." }, CommonOptions.Data());
        var command = new Command("restore", """
            Puts back from a backup what is missing or damaged in a data folder, leaves the rest as it is, and checks the folder; into a folder that does not exist
            it puts everything. Tables and extracted files are put back also while a platform runs; databases only while none does.

            Example:
              platform restore /backup/monday --data data/store
            """)
        {
            folder, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var (source, target) = (CommonOptions.Existing(parsed.GetValue(folder)!), DataFolder.Make(parsed.GetValue(data)!));
            if (await CheckAsync(source, stop) is { Count: > 0 } findings)
                throw new CommandException($"The backup '{source.Root}' is damaged: {findings[0]}");
            var isDone = await PutBackAsync(source, target, stop);
            var left = await CheckAsync(target, stop);
            CheckCommand.Write(left, json: false);
            return isDone && left.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static async Task CopyAsync(DataFolder source, DataFolder target, CancellationToken stop)
    {
        await using var from = PlatformHost.Reading(source);
        await using var to = PlatformHost.Reading(target);
        var copy = new FolderCopy(source, from.GetRequiredService<IArtifactStore>(), target, to.GetRequiredService<IArtifactStore>());
        foreach (var database in copy.InOrder(new StoreCheck(source, from).Databases))
            copy.CopyDatabase(database);
        await copy.CopyArtifactsAsync(_ => true, stop);
        copy.CopyFiles(_ => true);
        await new LakeCopy(source, target).CopyAsync(_ => true, stop);
    }

    /// <returns>Whether all databases could be put back too.</returns>
    private static async Task<bool> PutBackAsync(DataFolder source, DataFolder target, CancellationToken stop)
    {
        using var held = FileLock.TryTake(target.BusLock);
        await using var from = PlatformHost.Reading(source);
        await using var to = PlatformHost.Reading(target);
        var store = to.GetRequiredService<IArtifactStore>();
        var bad = (await new StoreCheck(target, to).FindAsync(null, stop)).Select(finding => finding.File).ToHashSet(StringComparer.Ordinal);
        var there = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var found in store.ListAsync("", stop))
            there.Add(found.Key.ToString());
        var copy = new FolderCopy(source, from.GetRequiredService<IArtifactStore>(), target, store);
        var restored = await copy.CopyArtifactsAsync(key => !there.Contains(key.ToString()) || bad.Contains(key.ToString()), stop);
        restored += copy.CopyFiles(IsLost);
        restored += await new LakeCopy(source, target).CopyAsync(IsLost, stop);

        var databases = copy.InOrder(new StoreCheck(source, from).Databases).ToList();
        var lost = databases.Where(IsLost).ToList();
        // The acquirer's ledger says what was announced on the log, so both are put back together.
        var ledger = Path.Combine(source.Root, StoreRepair.Acquirer);
        if (lost.Contains(source.Bus) && databases.Contains(ledger) && !lost.Contains(ledger))
            lost.Add(ledger);
        if (held is null && lost.Count > 0)
            Console.WriteLine($"Stop the platform and restore again to put back {string.Join(", ", lost.Select(source.Relative))}.");
        foreach (var path in held is null ? [] : lost)
            copy.CopyDatabase(path);
        restored += held is null ? 0 : lost.Count;
        Console.WriteLine($"{restored:N0} {(restored == 1 ? "file was" : "files were")} missing or damaged in '{target.Root}' and put back.");
        return held is not null || lost.Count == 0;

        bool IsLost(string path) => !File.Exists(copy.TargetOf(path)) || bad.Contains(source.Relative(path));
    }

    private static async Task<IReadOnlyList<StoreFinding>> CheckAsync(DataFolder folder, CancellationToken stop)
    {
        await using var services = PlatformHost.Reading(folder);
        return await new StoreCheck(folder, services).FindAsync(null, stop);
    }
}
