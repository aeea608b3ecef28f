using System.Diagnostics.Metrics;

namespace SpotifyPlatform.EdgeGateway;

/// <summary>Metrics of refused and retried requests and of available instances.</summary>
internal sealed class EdgeGatewayMetrics
{
    public const string Name = "SpotifyPlatform.EdgeGateway";

    private readonly Meter meter;
    private readonly Counter<long> refused;
    private readonly Counter<long> retried;

    public EdgeGatewayMetrics(IMeterFactory meters)
    {
        meter = meters.Create(Name);
        refused = meter.CreateCounter<long>("edge.requests.refused", "{request}", "Requests that the edge did not pass on, or that no service answered, by reason.");
        retried = meter.CreateCounter<long>("edge.requests.retried", "{request}", "Reads that were retried on another instance.");
    }

    public void Refused(string reason) => refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Retried(string service) => retried.Add(1, new KeyValuePair<string, object?>("service", service));

    /// <param name="read">The instances of each service that requests may go to.</param>
    public void ObserveInstances(Func<IEnumerable<(string Service, int Available)>> read) => meter.CreateObservableGauge(
        "edge.instances.available",
        () => read().Select(found => new Measurement<int>(found.Available, new KeyValuePair<string, object?>("service", found.Service))),
        "{instance}",
        "Instances of a service that answer health checks and requests.");
}
