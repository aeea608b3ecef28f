using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.LookupGateway.Accesses;
using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Tests.Accesses;

/// <summary>Queue and publisher on a recording bus and a clock that only the test moves.</summary>
internal sealed class AccessScenario : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Dictionary<string, MetricCollector<long>> counters;

    public AccessScenario(AccessOptions? options = null)
    {
        Options = options ?? new AccessOptions();
        var meters = services.GetRequiredService<IMeterFactory>();
        var metrics = new LookupGatewayMetrics(meters);
        counters = new[] { "consumed", "produced", "dropped" }
            .ToDictionary(name => name, name => new MetricCollector<long>(meters, LookupGatewayMetrics.Name, $"pipeline.records.{name}"));
        var gateway = Microsoft.Extensions.Options.Options.Create(new LookupGatewayOptions { Accesses = Options });
        Queue = new AccessQueue(gateway, metrics, Clock);
        Publisher = new AccessPublisher(Queue, new AccessEvents(Bus), gateway, metrics, Clock, NullLogger<AccessPublisher>.Instance);
        Batcher = new AccessBatcher(Queue.Reader, Options, Clock);
    }

    public AccessOptions Options { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    public RecordingBus Bus { get; } = new();

    public AccessQueue Queue { get; }

    public AccessPublisher Publisher { get; }

    public AccessBatcher Batcher { get; }

    public static TrackId Id(int number) => Gateway.Id(number + 1);

    public void Record(int tracks)
    {
        for (var i = 0; i < tracks; i++)
            Queue.Record(Id(i));
    }

    public long Counted(string counter, string? reason = null) => counters[counter].GetMeasurementSnapshot()
        .Where(measurement => reason is null || Equals(measurement.Tags["reason"], reason)).Sum(measurement => measurement.Value);

    public void Dispose()
    {
        foreach (var counter in counters.Values)
            counter.Dispose();
        Publisher.Dispose();
        services.Dispose();
    }
}
