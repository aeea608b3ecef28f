using System.Diagnostics.Metrics;

namespace SpotifyPlatform.BigQuery;

/// <summary>Instruments of the client; the block's README lists them.</summary>
public sealed class BigQueryMetrics
{
    public const string MeterName = "SpotifyPlatform.BigQuery";

    private readonly Counter<long> billed;
    private readonly Counter<long> loaded;
    private readonly Counter<long> retries;
    private readonly Gauge<long> stored;

    public BigQueryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        billed = meter.CreateCounter<long>("storage.bigquery.billed", "By", "Bytes that were billed for queries.");
        loaded = meter.CreateCounter<long>("storage.bigquery.loaded", "{row}", "Rows that load jobs wrote.");
        retries = meter.CreateCounter<long>("storage.bigquery.retries", "{request}", "Requests that were repeated, by kind of error.");
        stored = meter.CreateGauge<long>("storage.bigquery.stored", "By", "Bytes of a table, when it was last looked at.");
    }

    internal void Billed(long bytes) => billed.Add(bytes);

    internal void Loaded(long rows) => loaded.Add(rows);

    internal void Retried(BigQueryErrorKind kind) => retries.Add(1, new KeyValuePair<string, object?>("kind", kind.ToString()));

    internal void Stored(string table, long bytes) => stored.Record(bytes, new KeyValuePair<string, object?>("table", table));
}
