using System.Diagnostics.Metrics;

namespace SpotifyPlatform.LookupGateway;

/// <summary>Counts of access records.</summary>
internal sealed class LookupGatewayMetrics
{
    public const string Name = "SpotifyPlatform.LookupGateway";

    private readonly Counter<long> consumed;
    private readonly Counter<long> produced;
    private readonly Counter<long> dropped;

    public LookupGatewayMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        consumed = meter.CreateCounter<long>("pipeline.records.consumed", "{record}", "Accesses recorded.");
        produced = meter.CreateCounter<long>("pipeline.records.produced", "{record}", "Accesses published.");
        dropped = meter.CreateCounter<long>("pipeline.records.dropped", "{record}", "Accesses dropped, by reason.");
    }

    public void Recorded() => consumed.Add(1);

    public void Published(long accesses) => produced.Add(accesses);

    public void Dropped(string reason, long accesses) => dropped.Add(accesses, new KeyValuePair<string, object?>("reason", reason));
}
