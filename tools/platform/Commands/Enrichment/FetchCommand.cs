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
        var dryRun = new Option<bool>("--dry-run") { Description = "Show how many artists need enrichment, the first 10 and the time it would take; ask nothing." };
        var command = new Command("fetch", """
            Fetches the artists of the hub that need enrichment into a file, and uploads it where a bucket is given. Artists that are known by name alone are
            searched. No genres or no images is no error. Popularity is relative: it is not comparable over time. Needs SPOTIFY_CLIENT_ID and
            SPOTIFY_CLIENT_SECRET or a login, from the environment, .env.local or .env.

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
            var fetched = await RunAsync(fetch, how, all, lake, parsed.GetValue(output)!, parsed.GetValue(bucket), stop);
            if (fetched is null)
            {
                Console.WriteLine(await fetch.ExplainNothingAsync(how, lake.Target, stop));
                return ExitCode.Done;
            }

            Console.WriteLine(FetchText.Describe(fetched));
            return fetched.NotEnriched.Count == 0 ? ExitCode.Done : ExitCode.DoneWithRefusals;
        }));
        return command;
    }

    private static async Task<FetchedArtists?> RunAsync(EnrichmentFetch fetch, EnrichmentMode mode, bool force, LakeCommand lake, DirectoryInfo output, string? bucket, CancellationToken stop)
    {
        try
        {
            var fetched = await fetch.RunAsync(mode, force, lake.Target, output.FullName, lake.Progress, stop);
            await UploadAsync(fetched, lake, bucket, stop);
            return fetched;
        }
        catch (RateLimitedException ex)
        {
            await UploadAsync(ex.Fetched, lake, bucket, stop);
            throw;
        }
    }

    private static async Task UploadAsync(FetchedArtists? fetched, LakeCommand lake, string? bucket, CancellationToken stop)
    {
        if (fetched?.File is { } file && bucket is not null)
            await IngestCommands.UploadAsync(lake, [new FileInfo(file)], bucket, keep: true, stop);
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
