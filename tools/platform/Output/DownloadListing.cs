using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Acquirer.Downloads;

namespace SpotifyPlatform.Platform.Output;

/// <summary>The progress and the result of <c>platform acquire</c>.</summary>
internal static class DownloadListing
{
    private const int MaxNames = 20;

    /// <exception cref="CommandException">Nothing was brought to the folder.</exception>
    public static DownloadStatus Read(string folder) => DownloadProgress.Read(new Destination(folder))
        ?? throw new CommandException($"Nothing was acquired in '{folder}'. Begin with: platform acquire --input DIR --source ...");

    public static void WriteJson(DownloadStatus status) => JsonOutput.WriteIndented(new { status.UpdatedAt, Stage = Name(status.Stage), status.CutOff, status.CompleteFiles, status.Files, status.Stages, status.Torrents, status.Failures });

    public static void Write(DownloadStatus status, bool files)
    {
        Console.WriteLine($"{status.CompleteFiles:N0} of {status.Files.Count:N0} complete; {Name(status.Stage)}, as of {status.UpdatedAt:yyyy-MM-dd HH:mm:ss}Z{(status.CutOff.Length > 0 ? $"; data up to {status.CutOff}" : "")}");
        var torrents = new Table().AddColumns("torrent", "state", "verified", "of", "percent", "missing pieces", "down", "up", "ratio", "peers", "left", "seeded until");
        foreach (var torrent in status.Torrents)
            torrents.AddRow([.. Cells(torrent).Select(Markup.Escape)]);
        if (status.Torrents.Count > 0)
            AnsiConsole.Write(torrents);
        var stages = new Table().AddColumns("stage", "state", "bytes", "of", "detail");
        foreach (var stage in status.Stages)
            stages.AddRow([.. new[] { Name(stage.Stage), stage.State, Humanize.Bytes(stage.Bytes), stage.TotalBytes > 0 ? Humanize.Bytes(stage.TotalBytes) : "", stage.Detail }.Select(Markup.Escape)]);
        AnsiConsole.Write(stages);
        foreach (var torrent in status.Torrents.Where(torrent => torrent.Error is not null))
            Console.WriteLine($"{torrent.Name}: {torrent.Error}");
        foreach (var failure in status.Failures)
            Console.WriteLine(failure);
        if (files)
            foreach (var file in status.Files)
                Console.WriteLine($"{(file.IsComplete ? "complete  " : "incomplete")}  {file.Name}  {Humanize.Bytes(file.Length)}");
    }

    /// <summary>One line, for a terminal.</summary>
    public static string Line(DownloadStatus status)
    {
        var stage = status.Stages.FirstOrDefault(stage => stage.Stage == status.Stage);
        var rate = status.Torrents.Sum(torrent => torrent.DownloadRate);
        var left = status.Torrents.Where(torrent => torrent.MissingPieces > 0).Select(torrent => torrent.SecondsLeft).DefaultIfEmpty(0).Max();
        return $"{Name(status.Stage)}: {status.CompleteFiles:N0} of {status.Files.Count:N0} files complete"
            + (stage is { TotalBytes: > 0 } ? $", {Humanize.Bytes(stage.Bytes)} of {Humanize.Bytes(stage.TotalBytes)}" : "")
            + (status.Stage == DownloadStage.Download ? $", {Humanize.Bytes(rate)}/s{(left is > 0 ? $", {Humanize.TimeLeft(TimeSpan.FromSeconds(left.Value))}" : "")}" : "");
    }

    public static void Write(DownloadReport report)
    {
        foreach (var failure in report.Failures)
            Console.WriteLine(failure);
        foreach (var (torrent, gaps) in report.Gaps.Where(torrent => torrent.Value.Files.Count > 0))
        {
            Console.WriteLine($"{torrent} lacks {gaps.Files.Count:N0} files with {gaps.Pieces:N0} pieces and {Humanize.Bytes(gaps.Bytes)}:");
            foreach (var name in gaps.Files.Take(MaxNames))
                Console.WriteLine($"  {name}");
            if (gaps.Files.Count > MaxNames)
                Console.WriteLine($"  and {gaps.Files.Count - MaxNames:N0} others");
        }

        Console.WriteLine($"{report.CompleteFiles:N0} of {report.Files:N0} files are complete.");
    }

    private static string Name(DownloadStage stage) => stage.ToString().ToLowerInvariant();

    private static IEnumerable<string> Cells(TorrentProgress torrent) =>
    [
        torrent.Name, torrent.IsStalled ? "stalled" : torrent.State, Humanize.Bytes(torrent.Verified), Humanize.Bytes(torrent.Length), torrent.Percent.ToString("0.0", CultureInfo.InvariantCulture),
        torrent.MissingPieces.ToString("N0", CultureInfo.InvariantCulture), $"{Humanize.Bytes(torrent.DownloadRate)}/s", $"{Humanize.Bytes(torrent.UploadRate)}/s",
        torrent.Ratio.ToString("0.00", CultureInfo.InvariantCulture), torrent.Peers.ToString(CultureInfo.InvariantCulture),
        torrent.SecondsLeft is { } seconds ? Humanize.TimeLeft(TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue))) : torrent.MissingPieces == 0 ? "" : "unknown",
        torrent.SeedUntil?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "",
    ];
}
