using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Lake;
using SpotifyPlatform.Lake.Ingest;
using SpotifyPlatform.Lake.Listening;

namespace SpotifyPlatform.Platform.Commands.Enrichment;

/// <summary>Files on their way into the lake.</summary>
internal static class IngestCommands
{
    private const string Files = "*.jsonl";

    public static Option<string?> Bucket() => new("--gcs-bucket") { Description = "The bucket where files land, without gs://. The one that is configured (Lake__Bucket), or a folder of the data folder, unless set." };

    public static Command Ingest()
    {
        var options = new LakeCommandOptions();
        var bucket = Bucket();
        var config = new Option<string?>("--config") { Description = $"A kind of file: {string.Join(" or ", IngestConfigs.All.Select(known => known.Name))}. Every pending kind unless set." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Parse and validate only: nothing is inserted or moved." };
        var command = Create("ingest", """
            Loads the files of the landing folder into the lake and archives them. A file with a row that is not valid stays where it is.

            Example:
              platform enrichment ingest --config artist_enrichment --env dev --dry-run
              platform enrichment ingest --env dev
            """, options, config, bucket, dryRun);
        command.SetAction((parsed, stop) => options.RunAsync(parsed, async lake =>
        {
            try
            {
                var request = new IngestRequest(lake.Target, parsed.GetValue(config), parsed.GetValue(bucket), parsed.GetValue(dryRun));
                return Report(await lake.Get<FileIngestion>().RunAsync(request, lake.Progress, stop), request.DryRun);
            }
            catch (FormatException ex)
            {
                throw new UsageException(ex.Message);
            }
        }));
        return command;
    }

    public static Command Upload()
    {
        var options = new LakeCommandOptions();
        var bucket = Bucket();
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "The folder with the files (--output-dir of the fetch)." };
        var keep = new Option<bool>("--keep") { Description = "Keep the local files." };
        var command = Create("upload", """
            Puts fetched files into the landing folder and removes them here.

            Example:
              platform enrichment upload ./output --env dev --gcs-bucket my-bucket
            """, options, bucket, keep);
        command.Add(folder);
        command.SetAction((parsed, stop) => options.RunAsync(parsed, async lake =>
        {
            var from = parsed.GetValue(folder)!;
            if (!from.Exists)
                throw new CommandException($"There is no folder '{from.FullName}'.");
            var files = await UploadAsync(lake, from.EnumerateFiles(Files), parsed.GetValue(bucket), parsed.GetValue(keep), stop);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files:N0} files uploaded."));
            return ExitCode.Done;
        }));
        return command;
    }

    public static Command Listening()
    {
        var options = new LakeCommandOptions();
        var bucket = Bucket();
        var command = Create("listening", """
            Writes the listening statistics of artists into the landing folder, from which the hub gets its artists.

            Example:
              platform enrichment listening --env dev
            """, options, bucket);
        command.SetAction((parsed, stop) => options.RunAsync(parsed, async lake =>
        {
            var settings = lake.Get<IOptions<LakeOptions>>().Value;
            if (await lake.Get<ListeningSnapshot>().WriteAsync(settings.OutputFolder, stop) is not { } snapshot)
                throw new CommandException($"Account '{settings.Account}' has no plays. Import an export first: platform listening ingest PATH");
            await UploadAsync(lake, [new FileInfo(snapshot.Path)], parsed.GetValue(bucket), keep: false, stop);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{snapshot.Artists:N0} artists of account '{settings.Account}' in {Path.GetFileName(snapshot.Path)}."));
            return ExitCode.Done;
        }));
        return command;
    }

    /// <returns>The number of files.</returns>
    public static async Task<int> UploadAsync(LakeCommand lake, IEnumerable<FileInfo> files, string? bucket, bool keep, CancellationToken stop)
    {
        using var landing = LandingFiles.Open(
            lake.Target.Environment, bucket, lake.Get<IOptions<LakeOptions>>().Value, lake.Get<TimeProvider>(), lake.Get<ILoggerFactory>());
        var count = 0;
        foreach (var file in files.OrderBy(file => file.Name, StringComparer.Ordinal).ToList())
        {
            await landing.UploadAsync(file.FullName, stop);
            if (!keep)
                file.Delete();
            count++;
            lake.Progress.Report($"{file.Name}: in {landing.Place}");
        }

        return count;
    }

    private static int Report(IngestReport report, bool dryRun)
    {
        if (report.Files.Count == 0)
            Console.WriteLine($"No pending files in {report.Place}.");
        else if (dryRun)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Files.Count - report.Refused.Count:N0} files with {report.Files.Sum(file => file.Rows):N0} rows are valid; nothing was inserted or moved."));
        else
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Files.Count - report.Refused.Count:N0} files with {report.Files.Sum(file => file.Rows):N0} rows ingested, {report.Files.Sum(file => file.Inserted ?? 0):N0} rows are new."));
        foreach (var refused in report.Refused)
            Console.WriteLine($"Refused: {refused}. The file stays in {report.Place}: mend or remove it, and ingest again.");
        return report.Refused.Count == 0 ? ExitCode.Done : ExitCode.DoneWithRefusals;
    }

    private static Command Create(string name, string description, LakeCommandOptions shared, params Option[] options)
    {
        var command = new Command(name, description);
        foreach (var option in options.Concat(shared.All))
            command.Add(option);
        return command;
    }
}
