using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.BuildingBlocks.Tests.EventBus.Consume;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus;

/// <summary>Spans of publishing and handling, by the semantic conventions for messaging.</summary>
public sealed class SpanTests : ConsumeScenario
{
    private const string Send = "send test.entity.happened.v1";
    private const string Process = "process test.entity.happened.v1";

    [Fact]
    public async Task Handle_OneRecord_IsAChildOfItsPublishersSpan()
    {
        using var spans = new Spans();
        var seen = new Seen(1);
        var host = await StartAsync(async (text, _) => await seen.Add(text));
        await PublishAsync(host, "alice");
        await seen.Enough;
        await StopAsync(host);

        var sent = Assert.Single(spans.Named(Send));
        Assert.Equal((ActivityKind.Producer, spans.Root.SpanId), (sent.Kind, sent.ParentSpanId));
        Assert.Equal(
            [
                ("messaging.destination.name", Topic.Name), ("messaging.operation.name", "send"), ("messaging.operation.type", "send"), ("messaging.system", "sqlite"),
            ],
            Tags(sent));
        var handled = Assert.Single(spans.Named(Process));
        Assert.Equal((ActivityKind.Consumer, sent.SpanId), (handled.Kind, handled.ParentSpanId));
        Assert.Equal(
            [
                ("messaging.consumer.group.name", Group), ("messaging.destination.name", Topic.Name), ("messaging.destination.partition.id", $"{KeyPartition.Of("", Topic.Partitions)}"),
                ("messaging.kafka.offset", "0"), ("messaging.operation.name", "process"), ("messaging.operation.type", "process"), ("messaging.system", "sqlite"),
            ],
            Tags(handled));
    }

    [Fact]
    public async Task Handle_Batch_IsARootThatLinksToThePublishers()
    {
        using var go = new SemaphoreSlim(0);
        var seen = new Seen(3);
        var host = await StartAsync(services => services
            .AddSingleton(new ScriptedHandler(async (text, token) =>
            {
                await go.WaitAsync(token);
                go.Release();
                return await seen.Add(text);
            }))
            .AddConsumer<StringValue, ScriptedHandler>(Topic, Group, maxBatch: 10));
        using var spans = new Spans();
        await PublishAsync(host, "first");
        await PublishAsync(host, "second", "third");
        go.Release();
        await seen.Enough;
        await StopAsync(host);

        var batches = spans.Named(Process).Where(span => span.Links.Any()).ToList();
        Assert.All(batches, batch => Assert.NotEqual(spans.Root.TraceId, batch.TraceId));
        // The first record may be a batch of its own, if it was handled before the others came.
        Assert.Contains(batches, batch => batch.GetTagItem("messaging.batch.message_count") is >= 2);
        Assert.Equal(2, Assert.Single(spans.Named(Send), sent => sent.Tags.Any() && sent.GetTagItem("messaging.batch.message_count") is not null).GetTagItem("messaging.batch.message_count"));
    }

    [Fact]
    public async Task Handle_RefusedRecord_IsAnErrorWithItsReason()
    {
        using var spans = new Spans();
        var seen = new Seen(1);
        var host = await StartAsync(async (text, _) => await seen.Add(text) ?? new Refusal("shard_truncated", "The shard of alice ends early."));
        await PublishAsync(host, "alice");
        await seen.Enough;
        await StopAsync(host);

        var handled = Assert.Single(spans.Named(Process));
        Assert.Equal((ActivityStatusCode.Error, "shard_truncated"), (handled.Status, handled.GetTagItem("error.type")));
    }

    private static Task PublishAsync(IHost host, params string[] texts) => host.Services.GetRequiredService<IEventPublisher>().PublishAsync(
        Topic, [.. texts.Select(text => new OutgoingEvent<StringValue>(text, new StringValue { Value = text }))], CancellationToken.None);

    private static IEnumerable<(string, string)> Tags(Activity span) => span.TagObjects.Select(tag => (tag.Key, $"{tag.Value}")).Order();
}
