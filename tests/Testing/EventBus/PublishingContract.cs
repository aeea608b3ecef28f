using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;

namespace SpotifyPlatform.Testing.EventBus;

/// <summary>What a publisher may rely on.</summary>
public abstract class PublishingContract : BusScenario
{
    [Fact]
    public async Task Publish_ManyKeys_EachKeyIsInOrderOnOnePartition()
    {
        await using var subscription = await JoinAsync();
        var events = Enumerable.Range(0, 400).Select(i => Event($"key-{i % 17}", i)).ToArray();
        foreach (var batch in events.Chunk(30))
            await PublishAsync(batch);

        var received = await ReceiveAsync(subscription, events.Length);

        foreach (var key in received.GroupBy(e => e.Key))
        {
            Assert.Equal(KeyPartition.Of(key.Key, Topic.Partitions), Assert.Single(key.Select(e => e.Partition.Partition).Distinct()));
            Assert.Equal(events.Where(e => Topic.Key(e.Event) == key.Key).Select(e => e.Id), key.Select(e => e.Id));
        }

        Assert.Equal(events.Select(e => e.Id).Order(), received.Select(e => e.Id).Order());
    }

    [Fact]
    public async Task Publish_AnEvent_ArrivesWithItsKeyPayloadAndCloudEventsHeaders()
    {
        await PublishAsync(new OutgoingEvent<StringValue>("an id/with:signs", new StringValue { Value = "kéy#payload \0 ♪" }));
        await using var reader = await ReadAsync(Topic);

        var received = Assert.Single(await ReceiveAsync(reader, 1));

        Assert.Equal((Topic.Name, "kéy", "an id/with:signs", "kéy#payload \0 ♪"), (received.Partition.Topic, received.Key, received.Id, Text(received)));
        Assert.Equal(
            [("ce_specversion", "1.0"), ("ce_id", "an id/with:signs"), ("ce_source", "/spotifyplatform/test"), ("ce_type", "google.protobuf.StringValue"), ("content-type", "application/protobuf")],
            received.Headers.Select(header => (header.Key, received.Headers[header.Key]!)));
    }

    [Fact]
    public async Task Publish_WithinATrace_CarriesItsContext()
    {
        using var activity = new Activity("test") { TraceStateString = "vendor=1" }.Start();
        await PublishAsync(Event("a", 1));
        await using var reader = await ReadAsync(Topic);

        var headers = Assert.Single(await ReceiveAsync(reader, 1)).Headers;

        Assert.Equal((activity.Id, "vendor=1"), (headers.TraceParent, headers.TraceState));
    }

    [Fact]
    public async Task Publish_TheSameIdAgain_ArrivesTwice()
    {
        await PublishAsync(Event("a", 1), Event("a", 1));
        await PublishAsync(Event("a", 1));
        await using var reader = await ReadAsync(Topic);

        Assert.Equal(["a#1", "a#1", "a#1"], (await ReceiveAsync(reader, 3)).Select(e => e.Id));
    }

    [Fact]
    public async Task Publish_FromManyAtOnce_KeepsEveryEventAndEachPublishersOrder()
    {
        await using var subscription = await JoinAsync();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(publisher => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
                await PublishAsync(Event($"publisher-{publisher}", i));
        })));

        var received = await ReceiveAsync(subscription, 16 * 25);

        Assert.All(received.GroupBy(e => e.Key), key => Assert.Equal(Enumerable.Range(0, 25).Select(i => $"{key.Key}#{i}"), key.Select(e => e.Id)));
        Assert.Equal(16 * 25, (await LagAsync()).End);
    }

    [Fact]
    public async Task Publish_TenThousandAtOnce_ArrivesWhole()
    {
        await PublishAsync([.. Enumerable.Range(0, 10_000).Select(i => Event($"key-{i % 100}", i))]);
        await using var reader = await ReadAsync(Topic);

        Assert.Equal(10_000, (await ReceiveAsync(reader, 10_000)).Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task Publish_EventOfTheLargestSize_Arrives()
    {
        await PublishAsync(OfSize(OutgoingEvent.MaxBytes));
        await using var reader = await ReadAsync(Topic);

        Assert.Equal(OutgoingEvent.MaxBytes, Assert.Single(await ReceiveAsync(reader, 1)).Payload!.Value.Length);
    }

    [Fact]
    public async Task Publish_OneEventTooLarge_IsRefusedBeforeAnyIsPublished()
    {
        await using var subscription = await JoinAsync();

        var ex = await Assert.ThrowsAsync<EventTooLargeException>(() => PublishAsync(Event("a", 1), OfSize(OutgoingEvent.MaxBytes + 1), Event("a", 2)));

        Assert.Contains(Topic.Name, ex.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await LagAsync()).End);
    }

    [Fact]
    public async Task Publish_ThenReopen_EventsAreThere()
    {
        await PublishAsync(Event("a", 1), Event("b", 1));
        await ReopenAsync();
        await using var subscription = await JoinAsync();

        Assert.Equal(["a#1", "b#1"], (await ReceiveAsync(subscription, 2)).Select(e => e.Id).Order());
    }

    [Fact]
    public async Task Publish_Nothing_DoesNothing()
    {
        await using var subscription = await JoinAsync();
        await PublishAsync();

        Assert.Equal(0, (await LagAsync()).End);
    }

    private static OutgoingEvent<StringValue> OfSize(int bytes)
    {
        var e = new OutgoingEvent<StringValue>($"large#{bytes}", new StringValue { Value = "large#" + new string('x', bytes - 10) });
        Assert.Equal(bytes, e.Event.CalculateSize());
        return e;
    }
}
