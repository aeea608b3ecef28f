using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus.Consume;

public sealed class MetricsTests : ConsumeScenario
{
    private readonly ConcurrentBag<(string Name, double Value, Dictionary<string, object?> Tags)> measured = [];

    [Fact]
    public async Task Consume_HandledRefusedAndRetried_AreMeasuredByTopicAndGroup()
    {
        await PublishAsync(Event(0, "good"), Event(0, "bad"), Event(0, "late"));
        var seen = new Seen(2);
        var faults = 0;
        using var go = new SemaphoreSlim(0);

        var host = await StartAsync(async (text, token) =>
        {
            await go.WaitAsync(token);
            go.Release();
            return text switch
            {
                "bad" => new Refusal("shard_truncated", "The shard ends early."),
                "late" when faults++ < 2 => throw new IOException("Not yet."),
                _ => await seen.Add(text),
            };
        });
        using var listener = Listen(host);
        go.Release();
        await seen.Enough;
        await StopAsync(host);

        Assert.Equal(3, Sum("pipeline.records.consumed"));
        Assert.Equal(1, Sum("pipeline.records.dropped"));
        Assert.Equal(2, Sum("pipeline.errors"));
        Assert.Equal(2, Sum("pipeline.retries"));
        Assert.All(measured.Where(m => m.Name == "pipeline.retries"), m => Assert.Equal("io", m.Tags["reason"]));
        Assert.All(measured, m => Assert.Equal((Topic.Name, Group), ((string?)m.Tags["topic"], (string?)m.Tags["group"])));
        Assert.Equal("shard_truncated", measured.Single(m => m.Name == "pipeline.records.dropped").Tags["reason"]);
        Assert.All(measured.Where(m => m.Name == "pipeline.errors"), m => Assert.Equal("IOException", m.Tags["error.type"]));
        Assert.All(measured.Where(m => m.Name == "pipeline.batch.duration"), m => Assert.InRange(m.Value, 0, 20));
        Assert.Contains(measured, m => m.Name == "pipeline.batch.duration");
    }

    private double Sum(string name) => measured.Where(m => m.Name == name).Sum(m => m.Value);

    private MeterListener Listen(IHost host)
    {
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Meter.Name == EventBusMetrics.Name)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Add((instrument.Name, value, ToDictionary(tags))));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Add((instrument.Name, value, ToDictionary(tags))));
        listener.Start();
        return listener;
    }

    private static Dictionary<string, object?> ToDictionary(ReadOnlySpan<KeyValuePair<string, object?>> tags) => new(tags.ToArray());
}
