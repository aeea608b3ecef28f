using System.Diagnostics.Metrics;
using SpotifyPlatform.Qdrant.Calls;

namespace SpotifyPlatform.Qdrant;

/// <summary>Metrics of calls to Qdrant, and of the completeness of searches.</summary>
public sealed class QdrantMetrics
{
    private readonly Histogram<double> duration;
    private readonly Counter<long> searches;

    public QdrantMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("SpotifyPlatform.Qdrant");
        duration = meter.CreateHistogram<double>("storage.qdrant.call.duration", "s", "Duration of call attempts, by method and outcome.");
        searches = meter.CreateCounter<long>("storage.qdrant.searches", "{query}", "Queries answered, by completeness of the candidates.");
    }

    internal static string Name(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Busy => "busy",
        CallOutcome.Unknown => "unknown",
        _ => "refused",
    };

    internal void Called(string method, string outcome, TimeSpan time) =>
        duration.Record(time.TotalSeconds, new("method", method), new("outcome", outcome));

    /// <param name="seen">complete, oversampled or capped.</param>
    internal void Searched(string seen) => searches.Add(1, new KeyValuePair<string, object?>("seen", seen));
}
