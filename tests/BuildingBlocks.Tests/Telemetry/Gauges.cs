using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace SpotifyPlatform.BuildingBlocks.Tests;

/// <summary>Reads the gauges of a meter of one host.</summary>
internal sealed class Gauges : IDisposable
{
    private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> measured = [];
    private readonly MeterListener listener;

    public Gauges(IServiceProvider services, string meter)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Meter.Name == meter && instrument.IsObservable)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, new(tags.ToArray()))));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, new(tags.ToArray()))));
        listener.Start();
    }

    /// <summary>All values of now.</summary>
    public IReadOnlyList<(string Name, double Value, Dictionary<string, object?> Tags)> ReadAll()
    {
        measured.Clear();
        listener.RecordObservableInstruments();
        return [.. measured];
    }

    /// <summary>The one value of now with exactly these tags.</summary>
    public double Read(string name, params (string Key, string Value)[] tags) => Assert.Single(
        ReadAll(),
        value => value.Name == name && value.Tags.Count == tags.Length && tags.All(tag => Equals(value.Tags.GetValueOrDefault(tag.Key), tag.Value))).Value;

    public void Dispose() => listener.Dispose();
}
