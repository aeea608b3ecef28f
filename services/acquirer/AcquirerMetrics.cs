using System.Diagnostics.Metrics;

namespace SpotifyPlatform.Acquirer;

internal sealed class AcquirerMetrics
{
    public const string Name = "SpotifyPlatform.Acquirer";

    private readonly Counter<long> produced;
    private readonly Counter<long> dropped;
    private readonly Counter<long> bytes;

    public AcquirerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        produced = meter.CreateCounter<long>("pipeline.records.produced", "{file}", "Files told to the pipeline.");
        dropped = meter.CreateCounter<long>("pipeline.records.dropped", "{file}", "Files that are not taken.");
        bytes = meter.CreateCounter<long>("acquirer.bytes.hashed", "By", "Bytes read to verify files.");
    }

    public void Published() => produced.Add(1);

    public void Refused() => dropped.Add(1);

    public void Read(int count) => bytes.Add(count);
}
