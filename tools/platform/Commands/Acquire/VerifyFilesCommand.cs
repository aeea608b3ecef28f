using System.CommandLine;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Acquirer.Downloads;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Sqlite.Bus;

namespace SpotifyPlatform.Platform.Commands.Acquire;

/// <summary><c>platform acquire verify</c>: hashes the files of the data set again.</summary>
internal static class VerifyFilesCommand
{
    public static Command Create()
    {
        var options = new AcquireOptions();
        var command = new Command("verify", """
            Hashes every piece of every torrent of the input folder again, and every announced file, as a running platform does every seven days. Names each bad file with its
            pieces. An announced file that is bad is withdrawn: tables made of it are stale until it is mended and the next run takes it. 'platform acquire' gets bad pieces from
            peers. Reads every byte of the input. Stop a running platform first. Ends with 1 if a file is bad.

            Example:
              platform acquire verify --input data/input --data data/store
            """);
        options.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = options.Open(parsed);
            var download = services.GetRequiredService<DataSetDownload>();
            // A folder that is only read has no state of a download.
            using var taken = download.HasTorrents ? download.TryLock() ?? throw new CommandException("Another process brings files to this folder; verify when it has ended.") : null;
            using var line = new ProgressLine();
            download.Changed += status => line.Show(DownloadListing.Line(status));
            var torrents = download.HasTorrents ? await download.VerifyAllAsync(stop) : DownloadReport.Empty;
            var announced = options.HasStore(parsed) ? await AuditAsync(services, stop) : new AuditReport();
            line.Dispose();
            if (options.IsJson(parsed))
                JsonOutput.WriteIndented(new { torrents.Bad, announced.Damaged, announced.Files, announced.Bytes });
            else
                Write(torrents, announced);
            return torrents.Bad.Count == 0 && announced.Damaged.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static async Task<AuditReport> AuditAsync(ServiceProvider services, CancellationToken stop)
    {
        services.GetRequiredService<SqliteEventBus>().Own();
        return await services.GetRequiredService<FileAudit>().RunAsync(stop);
    }

    private static void Write(DownloadReport torrents, AuditReport announced)
    {
        foreach (var file in torrents.Bad)
            Console.WriteLine(file.Reason);
        foreach (var name in announced.Damaged)
            Console.WriteLine($"{name} is damaged and was withdrawn. Put it back from where it came, or get its pieces with platform acquire, and run the platform.");
        if (torrents.Files > 0)
            Console.WriteLine($"{torrents.CompleteFiles:N0} of {torrents.Files:N0} files of torrents are complete.");
        Console.WriteLine($"{announced.Files:N0} announced files of {Humanize.Bytes(announced.Bytes)} were hashed; {announced.Damaged.Count:N0} are damaged.");
    }
}
