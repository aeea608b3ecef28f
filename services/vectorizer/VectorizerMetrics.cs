using System.Diagnostics.Metrics;

namespace SpotifyPlatform.Vectorizer;

/// <summary>Metrics of the vectorizer.</summary>
internal sealed class VectorizerMetrics
{
    public const string Name = "SpotifyPlatform.Vectorizer";

    private readonly Counter<long> consumed;
    private readonly Counter<long> produced;
    private readonly Counter<long> errors;
    private readonly Histogram<double> batchDuration;

    public VectorizerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        consumed = meter.CreateCounter<long>("pipeline.records.consumed", "{record}", "Accesses stored.");
        produced = meter.CreateCounter<long>("pipeline.records.produced", "{record}", "Vectors written to a table.");
        errors = meter.CreateCounter<long>("pipeline.errors", "{error}", "Events refused, by reason.");
        batchDuration = meter.CreateHistogram<double>("pipeline.batch.duration", "s", "Time to store one batch.");
    }

    public void Consumed(int accesses, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>("part", "access");
        consumed.Add(accesses, tag);
        batchDuration.Record(duration.TotalSeconds, tag);
    }

    public void Produced(int vectors) => produced.Add(vectors);

    public void Refused(string reason) => errors.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
