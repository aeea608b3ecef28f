using System.Diagnostics.Metrics;
using SpotifyPlatform.SpotifyApiEnricher.Store;

namespace SpotifyPlatform.SpotifyApiEnricher;

/// <summary>Requests and runs of jobs; the service's README lists the instruments.</summary>
internal sealed class SpotifyApiEnricherMetrics
{
    public const string MeterName = "SpotifyPlatform.SpotifyApiEnricher";

    private readonly Counter<long> requests;
    private readonly Histogram<double> jobs;

    public SpotifyApiEnricherMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        requests = meter.CreateCounter<long>("spotify.api.requests", "{request}", "Requests of the Web API, by status of the answer.");
        jobs = meter.CreateHistogram<double>("spotify.job.duration", "s", "Time of a run, by job and outcome.");
    }

    public void Answered(int status) => requests.Add(1, new KeyValuePair<string, object?>("status", status));

    public void Ran(string job, RunOutcomeKind outcome, TimeSpan duration) =>
        jobs.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("job", job), new KeyValuePair<string, object?>("outcome", outcome.ToString()));
}
