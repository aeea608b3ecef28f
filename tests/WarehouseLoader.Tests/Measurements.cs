using System.Diagnostics.Metrics;

namespace SpotifyPlatform.WarehouseLoader.Tests;

/// <summary>The sums of a meter's counters by instrument and tags, from its creation on.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Dictionary<string, long> sums = [];
    private readonly Dictionary<string, int> counts = [];

    public Measurements(IMeterFactory factory, string meter)
    {
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == meter && instrument.Meter.Scope == factory)
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var key = string.Join(' ', (string[])[instrument.Name, .. tags.ToArray().Select(t => $"{t.Key}={t.Value}")]);
            sums[key] = sums.GetValueOrDefault(key) + value;
        });
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) =>
            counts[instrument.Name] = counts.GetValueOrDefault(instrument.Name) + 1);
        listener.Start();
    }

    public long this[string instrumentAndTags] => sums.GetValueOrDefault(instrumentAndTags);

    public int Count(string instrument) => counts.GetValueOrDefault(instrument);

    public void Dispose() => listener.Dispose();
}
