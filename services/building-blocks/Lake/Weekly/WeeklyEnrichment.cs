using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Lake.Candidates;
using SpotifyPlatform.Lake.Fetch;
using SpotifyPlatform.Lake.Ingest;
using SpotifyPlatform.Lake.Listening;
using SpotifyPlatform.Lake.Models;

namespace SpotifyPlatform.Lake.Weekly;

/// <summary>
/// Fetch, ingest, transform, clean-up, in this order; the first error ends the run. Each step repeats without a second effect, so a run that was killed is
/// simply run again: files that it left in the output folder are ingested then.
/// </summary>
internal sealed class WeeklyEnrichment(
    EnrichmentFetch fetch, ListeningSnapshot listening, FileIngestion ingestion, ModelRunner models, IOptions<LakeOptions> options, LakeMetrics metrics, TimeProvider clock,
    ILoggerFactory loggers)
{
    /// <summary>What a new enrichment changes.</summary>
    public const string Selection = "lake_spotify__stg_artist_enrichment+";

    private const string Files = "*.jsonl";

    /// <param name="bucket">Instead of the one that is configured.</param>
    /// <exception cref="WeeklyStepException">A step failed; later steps were not run.</exception>
    public async Task RunAsync(LakeTarget target, string? bucket, string outputFolder, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var run = new WeeklyRun(target, bucket, outputFolder, metrics, clock, progress, cancellationToken);
        await run.StepAsync("fetch", () => FetchAsync(run)).ConfigureAwait(false);
        await run.StepAsync("ingest", () => IngestAsync(run)).ConfigureAwait(false);
        await run.StepAsync("transform", () => TransformAsync(run)).ConfigureAwait(false);
        await run.StepAsync("clean-up", () => CleanUpAsync(run)).ConfigureAwait(false);
    }

    /// <summary>The hub gets the artists of the plays first: those that were heard since the last run need enrichment too.</summary>
    private async Task FetchAsync(WeeklyRun run)
    {
        if (await listening.WriteAsync(run.OutputFolder, run.Stop).ConfigureAwait(false) is { } snapshot)
            run.Report($"{snapshot.Artists} artists of the listening history");
        await UploadAsync(run).ConfigureAwait(false);
        await IngestAsync(run).ConfigureAwait(false);
        await TransformAsync(run).ConfigureAwait(false);
        var fetched = await fetch.RunAsync(EnrichmentMode.Incremental, force: false, run.Target, run.OutputFolder, run, run.Stop).ConfigureAwait(false);
        run.Report(fetched is null
            ? await fetch.ExplainNothingAsync(EnrichmentMode.Incremental, run.Target, run.Stop).ConfigureAwait(false)
            : FetchText.Describe(fetched));
        await UploadAsync(run).ConfigureAwait(false);
    }

    private async Task UploadAsync(WeeklyRun run)
    {
        if (!Directory.Exists(run.OutputFolder))
            return;
        using var landing = LandingFiles.Open(run.Target.Environment, run.Bucket, options.Value, clock, loggers);
        foreach (var file in Directory.EnumerateFiles(run.OutputFolder, Files).Order(StringComparer.Ordinal))
            await landing.UploadAsync(file, run.Stop).ConfigureAwait(false);
    }

    private async Task IngestAsync(WeeklyRun run)
    {
        var report = await ingestion.RunAsync(new IngestRequest(run.Target, Bucket: run.Bucket), run, run.Stop).ConfigureAwait(false);
        if (report.Refused is [var refused, ..])
            throw new InvalidDataException($"{report.Refused.Count} files in {report.Place} are refused, the first of them {refused} Mend or remove them.");
    }

    private Task<IReadOnlyList<ModelRun>> TransformAsync(WeeklyRun run) => models.RunAsync(Selection, run.Target, fullRefresh: false, run, run.Stop);

    private static Task CleanUpAsync(WeeklyRun run)
    {
        if (Directory.Exists(run.OutputFolder))
            foreach (var file in Directory.EnumerateFiles(run.OutputFolder, Files))
                File.Delete(file);
        return Task.CompletedTask;
    }
}
