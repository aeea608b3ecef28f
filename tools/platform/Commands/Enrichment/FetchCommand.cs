using System.CommandLine;
using System.Globalization;
using SpotifyPlatform.Lake.Candidates;
using SpotifyPlatform.Lake.Fetch;

namespace SpotifyPlatform.Platform.Commands.Enrichment;

/// <summary><c>platform enrichment fetch</c>: asks the Web API for the artists that need enrichment.</summary>
internal static class FetchCommand
{
    public static Command Create()
    {
        var options = new LakeCommandOptions();
        var mode = new Option<EnrichmentMode>("--mode") { Description = "backfill: every artist without enrichment; incremental: those discovered in the last 7 days.", DefaultValueFactory = _ => EnrichmentMode.Incremental };
        var force = new Option<bool>("--force") { Description = "With backfill: also artists that are enriched." };
        var output = new Option<DirectoryInfo>("--output-dir") { Description = "Where the file is written.", DefaultValueFactory = _ => new DirectoryInfo("output") };
        var bucket = IngestCommands.Bucket();
        var dryRun = new Option<bool>("--dry-run") { Description = "Show how many artists need enrichment, and the first 10; ask nothing." };
        var command = new Command("fetch", """
            Fetches the artists that need enrichment into a file, and uploads it where a bucket is given.

            Example:
              platform enrichment fetch --mode backfill --dry-run --dataset dp_lake_dev
              platform enrichment fetch --mode incremental --output-dir ./output --dataset dp_lake_dev --gcs-bucket my-bucket
            """)
        {
            mode, force, output, bucket, dryRun,
        };
        foreach (var option in options.All)
            command.Add(option);
        command.SetAction((parsed, stop) => options.RunAsync(parsed, async lake =>
        {
            var fetch = lake.Get<EnrichmentFetch>();
            var (how, all) = (parsed.GetValue(mode), parsed.GetValue(force));
            if (parsed.GetValue(dryRun))
                return Show(await fetch.PlanAsync(how, all, lake.Target, stop));
            var fetched = await RunAsync(fetch, how, all, lake, parsed.GetValue(output)!, stop);
            if (fetched is null)
            {
                Console.WriteLine(await fetch.ExplainNothingAsync(how, lake.Target, stop));
                return ExitCode.Done;
            }

            if (fetched.File is { } file && parsed.GetValue(bucket) is { } name)
                await IngestCommands.UploadAsync(lake, [new FileInfo(file)], name, keep: true, stop);
            Console.WriteLine(FetchText.Describe(fetched));
            return fetched.NotEnriched.Count == 0 ? ExitCode.Done : ExitCode.DoneWithRefusals;
        }));
        return command;
    }

    private static async Task<FetchedArtists?> RunAsync(EnrichmentFetch fetch, EnrichmentMode mode, bool force, LakeCommand lake, DirectoryInfo output, CancellationToken stop)
    {
        try
        {
            return await fetch.RunAsync(mode, force, lake.Target, output.FullName, lake.Progress, stop);
        }
        catch (InvalidOperationException ex)
        {
            throw new CommandException(ex.Message);
        }
    }

    private static int Show(FetchPlan plan)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plan.Count:N0} artists need enrichment."));
        foreach (var artist in plan.First)
            Console.WriteLine(artist.Id is { } id ? $"  {artist.Name} ({id})" : $"  {artist.Name}");
        if (plan.Estimate is { } estimate)
            Console.WriteLine($"Fetching them takes about {estimate.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture)}.");
        return ExitCode.Done;
    }
}
