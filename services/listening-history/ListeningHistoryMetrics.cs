using System.Diagnostics.Metrics;

namespace SpotifyPlatform.ListeningHistory;

/// <summary>Durations of publications and insights; the service's README lists the instruments.</summary>
internal sealed class ListeningHistoryMetrics
{
    public const string MeterName = "SpotifyPlatform.ListeningHistory";

    private readonly Histogram<double> publication;
    private readonly Histogram<double> insight;

    public ListeningHistoryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        publication = meter.CreateHistogram<double>("pipeline.batch.duration", "s", "Time to build and publish an account's file.");
        insight = meter.CreateHistogram<double>("listening.insight.duration", "s", "Time to answer an insight, by its name.");
    }

    public void Published(TimeSpan duration) => publication.Record(duration.TotalSeconds);

    public void Answered(string name, TimeSpan duration) => insight.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("insight", name));
}
