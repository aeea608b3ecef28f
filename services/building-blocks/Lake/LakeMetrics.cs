using System.Diagnostics.Metrics;

namespace SpotifyPlatform.Lake;

/// <summary>Files, rows and durations of ingestion, models and the weekly job; the block's README lists the instruments.</summary>
internal sealed class LakeMetrics
{
    public const string MeterName = "SpotifyPlatform.Lake";

    private readonly Counter<long> consumed;
    private readonly Counter<long> produced;
    private readonly Counter<long> errors;
    private readonly Counter<long> files;
    private readonly Histogram<double> duration;

    public LakeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        consumed = meter.CreateCounter<long>("pipeline.records.consumed", "{record}", "Rows of files that were ingested, by kind of file.");
        produced = meter.CreateCounter<long>("pipeline.records.produced", "{record}", "Rows that were written to a table, by table.");
        errors = meter.CreateCounter<long>("pipeline.errors", "{error}", "Steps that failed, by step and type of the error.");
        files = meter.CreateCounter<long>("lake.files", "{file}", "Files that landed, by kind and outcome.");
        duration = meter.CreateHistogram<double>("pipeline.batch.duration", "s", "Time of a file's ingestion, of a model, and of a step of the weekly job.");
    }

    public void Ingested(string config, string table, long rows, long inserted, TimeSpan time)
    {
        files.Add(1, Tag("config", config), Tag("outcome", "ingested"));
        consumed.Add(rows, Tag("config", config));
        produced.Add(inserted, Tag("table", table));
        duration.Record(time.TotalSeconds, Tag("step", "ingest"), Tag("name", config));
    }

    public void Refused(string config) => files.Add(1, Tag("config", config), Tag("outcome", "refused"));

    /// <param name="rows">Null for a view.</param>
    public void Made(string model, long? rows, TimeSpan time)
    {
        if (rows is { } written)
            produced.Add(written, Tag("table", model));
        duration.Record(time.TotalSeconds, Tag("step", "model"), Tag("name", model));
    }

    /// <param name="step">Of the weekly job.</param>
    /// <param name="failure">Null where it is done.</param>
    public void Ran(string step, TimeSpan time, Exception? failure)
    {
        duration.Record(time.TotalSeconds, Tag("step", "weekly"), Tag("name", step));
        if (failure is not null)
            errors.Add(1, Tag("step", step), Tag("error.type", failure.GetType().Name));
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
