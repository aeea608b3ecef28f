using System.CommandLine;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.SpotifyApiEnricher.Enrichment;

namespace SpotifyPlatform.Platform.Commands.Spotify;

/// <summary><c>platform spotify artists</c>: fetches genres, popularity, followers and images of artists.</summary>
internal static class ArtistsCommand
{
    private const int Shown = 10;

    public static Command Create()
    {
        var mode = new Option<string>("--mode") { Description = "backfill: all artists without enrichment; incremental: those first seen in the last 7 days.", DefaultValueFactory = _ => "incremental" };
        mode.AcceptOnlyFromAmong("backfill", "incremental");
        var force = new Option<bool>("--force") { Description = "Refresh also artists that have enrichment." };
        var output = new Option<DirectoryInfo?>("--output-dir") { Description = "Folder of {timestamp}_artist_enrichment.jsonl; without it no file is written." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Count the artists, show the first 10 and the time it would take, and ask nothing." };
        var data = CommonOptions.Data();
        var command = new Command("artists", """
            Enriches artists that plays and playlists named, and writes what was fetched as {timestamp}_artist_enrichment.jsonl. No genres or no images is
            no error. Popularity is relative: it is not comparable over time.

            Example:
              platform spotify artists --mode backfill --output-dir ./output --dry-run
            """)
        {
            mode, force, output, dryRun, data,
        };
        command.SetAction((parsed, stop) => SpotifyCommand.WithServicesAsync(parsed.GetValue(data)!, async services =>
        {
            var enrichment = services.GetRequiredService<ArtistEnrichment>();
            var chosen = Enum.Parse<ArtistMode>(parsed.GetValue(mode)!, ignoreCase: true);
            if (parsed.GetValue(dryRun))
                return Show(enrichment.Plan(chosen, parsed.GetValue(force)));
            using var line = new ProgressLine();
            var result = await enrichment.RunAsync(
                chosen, parsed.GetValue(force), parsed.GetValue(output)?.FullName, line.For<(int Done, int Total)>(at => $"{at.Done:N0} of {at.Total:N0} artists"), stop);
            if (result.File is { } file)
                Console.WriteLine($"Wrote {file.Artists:N0} artists to {file.Path}");
            return SpotifyCommand.Report(result.Run);
        }));
        return command;
    }

    private static int Show(EnrichmentPlan plan)
    {
        if (plan.Artists.Count == 0)
        {
            Console.WriteLine("No artists to enrich: all known artists have enrichment. Refresh all of them with --mode backfill --force.");
            return ExitCode.Done;
        }

        Console.WriteLine($"{plan.Artists.Count:N0} artists to enrich in {plan.Requests:N0} requests, which take at least {plan.Duration:d\\.hh\\:mm\\:ss} (days.hours:minutes:seconds) under the budget. Nothing was asked.");
        foreach (var artist in plan.Artists.Take(Shown))
            Console.WriteLine($"  {artist.Id}  {artist.Name}");
        return ExitCode.Done;
    }
}
