namespace SpotifyPlatform.Testing.EventBus;

/// <summary>What an operator, and the host that waits until all is idle, may rely on.</summary>
public abstract class BookkeepingContract : BusScenario
{
    [Fact]
    public async Task Lag_GroupThatHasOnlyJoined_CountsEveryEvent()
    {
        await PublishAsync(Event("a", 1), Event("b", 1), Event("c", 1));
        await using var subscription = Bus.Subscribe(Topic, Group);

        Assert.Equal(new GroupLag(Topic.Name, Group, Pending: 3, Total: 3, DeadLetters: 0), await LagAsync(Group));
    }

    [Fact]
    public async Task Lag_ReceivedButNotCommitted_StaysPending()
    {
        await using var subscription = Bus.Subscribe(Topic, Group);
        await PublishAsync(Event("a", 1), Event("a", 2));
        var received = await ReceiveAsync(subscription, 2);

        Assert.Equal(2, (await LagAsync(Group)).Pending);
        await subscription.CommitAsync(received[1], CancellationToken.None);
        Assert.Equal(0, (await LagAsync(Group)).Pending);
    }

    [Fact]
    public async Task Lag_GroupThatHasLeft_IsStillCounted()
    {
        await using (Bus.Subscribe(Topic, Group))
            await PublishAsync(Event("a", 1));
        await ReopenAsync();

        Assert.Equal(1, (await LagAsync(Group)).Pending);
    }

    [Fact]
    public async Task Lag_TopicWithoutGroups_IsNotCounted()
    {
        await PublishAsync(Event("a", 1));

        Assert.DoesNotContain(await Bus.ReadLagAsync(CancellationToken.None), lag => lag.Topic == Topic.Name);
    }

    [Fact]
    public async Task DeadLetter_ARefusedRecord_KeepsWhatItWasAndWhy()
    {
        await using var subscription = Bus.Subscribe(Topic, Group);
        await PublishAsync(Event("a", 1), Event("a", 2));
        var refused = (await ReceiveAsync(subscription, 2))[1];

        await Bus.DeadLetterAsync(refused, Group, new Refusal("shard_truncated", "The shard ends early."), CancellationToken.None);

        var dead = Assert.Single(await ReadDeadLettersAsync(Topic.Name, Group));
        Assert.Equal((refused.Partition, refused.Offset, "a", "a#2"), (dead.Partition, dead.Offset, dead.Key, dead.Id));
        Assert.Equal(refused.Payload.ToArray(), dead.Payload);
        Assert.Equal(("shard_truncated", "The shard ends early."), (dead.Reason, dead.Detail));
    }

    [Fact]
    public async Task DeadLetter_ARefusedRecord_IsCountedForItsGroupAlone()
    {
        await using var subscription = Bus.Subscribe(Topic, Group);
        await using var other = Bus.Subscribe(Topic, "second-group");
        await PublishAsync(Event("a", 1));
        var refused = Assert.Single(await ReceiveAsync(subscription, 1));

        await Bus.DeadLetterAsync(refused, Group, new Refusal("unreadable", "No."), CancellationToken.None);

        Assert.Equal((1, 0), ((await LagAsync(Group)).DeadLetters, (await LagAsync("second-group")).DeadLetters));
        Assert.Equal(1, (await LagAsync(Group)).Pending);
    }
}
