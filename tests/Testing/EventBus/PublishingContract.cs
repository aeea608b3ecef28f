using Google.Protobuf.WellKnownTypes;

namespace SpotifyPlatform.Testing.EventBus;

/// <summary>What a publisher may rely on.</summary>
public abstract class PublishingContract : BusScenario
{
    [Fact]
    public async Task Publish_ManyKeys_EachKeyIsInOrderOnOnePartition()
    {
        await using var subscription = Bus.Subscribe(Topic, Group);
        var events = Enumerable.Range(0, 400).Select(i => Event($"key-{i % 17}", i)).ToArray();
        foreach (var batch in events.Chunk(30))
            await PublishAsync(batch);

        var received = await ReceiveAsync(subscription, events.Length);

        foreach (var key in received.GroupBy(e => e.Key))
        {
            Assert.Single(key.Select(e => e.Partition).Distinct());
            Assert.Equal(events.Where(e => e.Key == key.Key).Select(e => e.Id), key.Select(e => e.Id));
        }

        Assert.Equal(events.Select(e => e.Id).Order(), received.Select(e => e.Id).Order());
    }

    [Fact]
    public async Task Publish_AnEvent_ArrivesWithKeyIdTopicAndPayload()
    {
        await using var subscription = Bus.Subscribe(Topic, Group);
        await PublishAsync(new OutgoingEvent<StringValue>("kéy", "an id/with:signs", new StringValue { Value = "payload \0 ♪" }));

        var received = Assert.Single(await ReceiveAsync(subscription, 1));

        Assert.Equal((Topic.Name, "kéy", "an id/with:signs", "payload \0 ♪"), (received.Topic, received.Key, received.Id, Text(received)));
        Assert.Equal(KeyPartition.Of("kéy", Topic.Partitions), received.Partition);
    }

    [Fact]
    public async Task Publish_FromManyAtOnce_KeepsEveryEventAndEachPublishersOrder()
    {
        await using var subscription = Bus.Subscribe(Topic, Group);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(publisher => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
                await PublishAsync(Event($"publisher-{publisher}", i));
        })));

        var received = await ReceiveAsync(subscription, 16 * 25);

        Assert.All(received.GroupBy(e => e.Key), key => Assert.Equal(Enumerable.Range(0, 25).Select(i => $"{key.Key}#{i}"), key.Select(e => e.Id)));
        Assert.Equal(16 * 25, (await LagAsync(Group)).Total);
    }

    [Fact]
    public async Task Publish_TenThousandAtOnce_ArrivesWhole()
    {
        await using var subscription = Bus.Subscribe(Topic, Group);
        await PublishAsync([.. Enumerable.Range(0, 10_000).Select(i => Event($"key-{i % 100}", i))]);

        var received = await ReceiveAsync(subscription, 10_000);

        Assert.Equal(10_000, received.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task Publish_EventOfTheLargestSize_Arrives()
    {
        await using var subscription = Bus.Subscribe(Topic, Group);
        var largest = OfSize(OutgoingEvent.MaxBytes);
        await PublishAsync(largest);

        Assert.Equal(OutgoingEvent.MaxBytes, Assert.Single(await ReceiveAsync(subscription, 1)).Payload.Length);
    }

    [Fact]
    public async Task Publish_OneEventTooLarge_AppendsNoneOfTheBatch()
    {
        await using var subscription = Bus.Subscribe(Topic, Group);

        var fault = await Assert.ThrowsAsync<EventTooLargeException>(() => PublishAsync(Event("a", 1), OfSize(OutgoingEvent.MaxBytes + 1), Event("a", 2)));

        Assert.Contains(Topic.Name, fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await LagAsync(Group)).Total);
        Assert.Empty(await subscription.ReceiveAsync(10, TimeSpan.Zero, CancellationToken.None));
    }

    [Fact]
    public async Task Publish_ThenReopen_EventsAreThere()
    {
        await PublishAsync(Event("a", 1), Event("b", 1));
        await ReopenAsync();
        await using var subscription = Bus.Subscribe(Topic, Group);

        Assert.Equal(["a#1", "b#1"], (await ReceiveAsync(subscription, 2)).Select(e => e.Id).Order());
    }

    [Fact]
    public async Task Publish_Nothing_DoesNothing()
    {
        await using var subscription = Bus.Subscribe(Topic, Group);
        await PublishAsync();

        Assert.Equal(0, (await LagAsync(Group)).Total);
    }

    private static OutgoingEvent<StringValue> OfSize(int bytes)
    {
        var e = new OutgoingEvent<StringValue>("large", $"large#{bytes}", new StringValue { Value = new string('x', bytes - 4) });
        Assert.Equal(bytes, e.Event.CalculateSize());
        return e;
    }
}
