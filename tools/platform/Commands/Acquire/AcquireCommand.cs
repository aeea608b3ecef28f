using System.CommandLine;
using SpotifyPlatform.Acquirer.Downloads;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;

namespace SpotifyPlatform.Platform.Commands.Acquire;

/// <summary><c>platform acquire</c>: brings the files of the data set.</summary>
internal static class AcquireCommand
{
    public static Command Create()
    {
        var options = new AcquireOptions();
        var seedFor = new Option<string>("--seed-for") { Description = "Seed what is complete for so long afterwards, such as 30d.", DefaultValueFactory = _ => "0d" };
        var withoutPeers = new Option<bool>("--no-peers") { Description = "Restore and verify only, and name what is missing." };
        var command = new Command("acquire", """
            Brings the data set to the input folder: restores what the sources have (folders, buckets, web servers with SHA256SUMS), hashes every piece, names what is missing, gets
            only that from BitTorrent peers, and backs the whole up to the archive. Sources are asked in their order; none ships with the project. A run that was stopped or
            killed continues where it was. A running 'platform run' on the same folder takes each file when all of its pieces hash.

            Examples:
              platform acquire --input data/input --source archive --archive gs://BUCKET/PREFIX --source torrent:set.torrent
              platform acquire status --input data/input --watch 60
            """)
        {
            seedFor, withoutPeers,
            StatusCommand(), VerifyFilesCommand.Create(), BackupCommand(), SeedCommand(),
        };
        options.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(
            options, parsed,
            new DownloadRequest(VerifyAgain: false, FromPeers: !parsed.GetValue(withoutPeers), Backup: true, AcquireOptions.Duration("--seed-for", parsed.GetValue(seedFor)!)), stop));
        return command;
    }

    private static Command BackupCommand()
    {
        var options = new AcquireOptions();
        var command = new Command("backup", """
            Copies the complete torrents of the input folder to the archive, below verified/, and writes a manifest with the SHA-256 of each file last. What is there is not sent
            again, and nothing else in the archive is changed. Asks no peers.

            Example:
              platform acquire backup --input data/input --archive gs://BUCKET/PREFIX --source torrent:set.torrent
            """);
        options.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(options, parsed, new DownloadRequest(VerifyAgain: false, FromPeers: false, Backup: true, TimeSpan.Zero), stop));
        return command;
    }

    private static Command SeedCommand()
    {
        var options = new AcquireOptions();
        var time = new Option<string>("--for") { Description = "Since the torrent was complete here, such as 30d or 12h.", DefaultValueFactory = _ => "30d" };
        var command = new Command("seed", """
            Gives complete torrents back to other peers, until so long after they were complete, or until the ratio of Acquirer:Torrent:SeedRatio. Brings first what is missing.

            Example:
              platform acquire seed --input data/input --source torrent:set.torrent --for 30d
            """)
        {
            time,
        };
        options.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(
            options, parsed, new DownloadRequest(VerifyAgain: false, FromPeers: true, Backup: false, AcquireOptions.Duration("--for", parsed.GetValue(time)!)), stop));
        return command;
    }

    private static Command StatusCommand()
    {
        var input = AcquireOptions.Input();
        var watch = new Option<int?>("--watch") { Description = "Show it again every so many seconds, until Ctrl+C; 60 without a number.", Arity = ArgumentArity.ZeroOrOne };
        var files = new Option<bool>("--files") { Description = "List every file, complete or not." };
        var json = CommonOptions.Json();
        var command = new Command("status", """
            Shows how far the data set is: each torrent's percent, verified bytes, ratio, rates, peers and time left at the rate of late, how many files are complete, and the
            stages. Reads what a running acquirer writes to the input folder.

            Example:
              platform acquire status --input data/input --watch 60
            """)
        {
            input, watch, files, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = RunCommand.Existing(parsed.GetValue(input)!).FullName;
            var interval = parsed.GetResult(watch) is { Implicit: false } ? TimeSpan.FromSeconds(Math.Max(1, parsed.GetValue(watch) ?? 60)) : (TimeSpan?)null;
            do
            {
                var status = DownloadListing.Read(folder);
                if (parsed.GetValue(json))
                    DownloadListing.WriteJson(status);
                else
                    DownloadListing.Write(status, parsed.GetValue(files));
                if (interval is { } wait)
                    await Task.Delay(wait, stop);
            }
            while (interval is not null);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<int> RunAsync(AcquireOptions options, ParseResult parsed, DownloadRequest request, CancellationToken stop)
    {
        await using var services = options.Open(parsed);
        PlatformHost.ValidateOptions(services);
        var download = services.GetRequiredService<DataSetDownload>();
        using var taken = download.TryLock() ?? throw new CommandException("Another process brings files to this folder. Watch it: platform acquire status --input DIR --watch 60");
        using var line = new ProgressLine();
        download.Changed += status => line.Show(DownloadListing.Line(status));
        var report = await download.RunAsync(request, stop);
        line.Dispose();
        if (options.IsJson(parsed))
            JsonOutput.WriteIndented(report);
        else
            DownloadListing.Write(report);
        return report.IsComplete ? ExitCode.Done : ExitCode.Failed;
    }
}
