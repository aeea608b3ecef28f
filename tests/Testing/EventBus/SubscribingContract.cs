namespace SpotifyPlatform.Testing.EventBus;

/// <summary>What the only member of a consumer group may rely on.</summary>
public abstract class SubscribingContract : BusScenario
{
    [Fact]
    public async Task Receive_NewGroup_StartsAtTheOldestEvent()
    {
        await PublishAsync(Event("a", 1), Event("a", 2));
        await using var subscription = await JoinAsync(LateGroup);

        Assert.Equal(["a#1", "a#2"], (await ReceiveAsync(subscription, 2)).Select(e => e.Id));
    }

    [Fact]
    public async Task Receive_TwoTopicsOfAGroup_ComeToTheOneMember()
    {
        await PublishAsync(Event("a", 1));
        await PublishAsync(CompactedTopic, Event("b", 1));
        var log = new PartitionLog();
        await using var subscription = await Bus.JoinAsync(Group, [Topic, CompactedTopic], log, CancellationToken.None);

        Assert.Equal(["a#1", "b#1"], (await ReceiveAsync(subscription, 2)).Select(e => e.Id).Order());
        Assert.Equal(Topic.Partitions + CompactedTopic.Partitions, log.Owned.Count);
    }

    [Fact]
    public async Task Receive_AfterAReopenWithoutCommit_ComesAgain()
    {
        await using (var subscription = await JoinAsync())
        {
            await PublishAsync(Event("a", 1), Event("a", 2), Event("a", 3));
            await CommitAsync(subscription, (await ReceiveAsync(subscription, 3))[0]);
        }

        await ReopenAsync();
        await using var again = await JoinAsync();

        Assert.Equal(["a#2", "a#3"], (await ReceiveAsync(again, 2)).Select(e => e.Id));
    }

    [Fact]
    public async Task Receive_WhileWaiting_WakesWhenAnEventComes()
    {
        await using var subscription = await JoinAsync();
        var waiting = ReceiveAsync(subscription, 1);
        Assert.False(waiting.IsCompleted);

        await PublishAsync(Event("a", 1));

        Assert.Equal("a#1", Assert.Single(await waiting).Id);
    }

    [Fact]
    public async Task Receive_NothingThere_ReturnsNoneAfterTheWait()
    {
        await using var subscription = await JoinAsync();
        var waiting = subscription.ReceiveAsync(10, TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(await waiting.WaitAsync(Patience));
    }

    [Fact]
    public async Task Receive_Cancelled_Throws()
    {
        await using var subscription = await JoinAsync();
        using var cancelled = new CancellationTokenSource();
        var waiting = subscription.ReceiveAsync(10, TimeSpan.FromMinutes(1), cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Receive_MoreThanAskedFor_GivesNoMore()
    {
        await PublishAsync([.. Enumerable.Range(0, 50).Select(i => Event($"key-{i}", i))]);
        await using var subscription = await JoinAsync();

        Assert.InRange((await subscription.ReceiveAsync(7, Patience, CancellationToken.None)).Count, 1, 7);
    }

    [Fact]
    public async Task Receive_TwoGroups_EachGetsEveryEvent()
    {
        await using var first = await JoinAsync();
        await using var second = await JoinAsync(SecondGroup);
        await PublishAsync(Event("a", 1), Event("b", 1));

        foreach (var received in await ReceiveAsync(first, 2))
            await CommitAsync(first, received);

        Assert.Equal(2, (await ReceiveAsync(second, 2)).Count);
        Assert.Equal((0, 2), ((await LagAsync()).Pending, (await LagAsync(SecondGroup)).Pending));
    }

    [Fact]
    public async Task Pause_APartition_IsNotReceivedUntilItIsResumed()
    {
        await PublishAsync(Event(KeyOn(0), 1), Event(KeyOn(1), 1));
        var log = new PartitionLog();
        await using var subscription = await JoinAsync(listener: log);
        log.Told.Clear();
        var first = Assert.Single(await subscription.ReceiveAsync(1, Patience, CancellationToken.None)).Partition;
        var other = log.Owned.Where(partition => partition.Partition < 2).Single(partition => partition != first);
        subscription.Pause([other]);
        Assert.Empty(await subscription.ReceiveAsync(10, TimeSpan.Zero, CancellationToken.None));
        var waiting = subscription.ReceiveAsync(10, Patience, CancellationToken.None);

        subscription.Resume([other]);

        Assert.Equal(other, Assert.Single(await waiting.WaitAsync(Patience)).Partition);
    }

    [Fact]
    public async Task Commit_AnEarlierEvent_DoesNotMoveBack()
    {
        await using (var subscription = await JoinAsync())
        {
            await PublishAsync(Event("a", 1), Event("a", 2), Event("a", 3));
            var received = await ReceiveAsync(subscription, 3);
            await CommitAsync(subscription, received[1]);
            await CommitAsync(subscription, received[0]);
            Assert.Equal(1, (await LagAsync()).Pending);
        }

        await ReopenAsync();
        await using var again = await JoinAsync();

        Assert.Equal("a#3", Assert.Single(await ReceiveAsync(again, 1)).Id);
    }

    [Fact]
    public async Task Leave_ThenJoin_GoesOnAfterTheCommit()
    {
        await PublishAsync(Event("a", 1), Event("a", 2));
        await using (var subscription = await JoinAsync())
            await CommitAsync(subscription, (await ReceiveAsync(subscription, 2))[0]);

        await using var again = await JoinAsync();

        Assert.Equal("a#2", Assert.Single(await ReceiveAsync(again, 1)).Id);
    }

    [Fact]
    public async Task Lag_OfSeveralPending_NamesTheTimeOfTheOldest()
    {
        await using var subscription = await JoinAsync();
        var records = new List<ReceivedEvent>();
        for (var number = 1; number <= 3; number++)
        {
            await PublishAsync(Event(KeyOn(number), number));
            records.AddRange(await ReceiveAsync(subscription, 1));
            Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(records[0].AppendedAt, (await LagAsync()).OldestPendingAt);
        await CommitAsync(subscription, records[0]);
        Assert.Equal(records[1].AppendedAt, (await LagAsync()).OldestPendingAt);
    }

    [Fact]
    public async Task Lag_ReceivedButNotCommitted_StaysPending()
    {
        await using var subscription = await JoinAsync();
        await PublishAsync(Event("a", 1), Event("a", 2));
        var received = await ReceiveAsync(subscription, 2);

        var lag = await LagAsync();
        Assert.Equal(new GroupLag(Topic.Name, Group, Pending: 2, End: 2) { OldestPendingAt = received[0].AppendedAt }, lag);
        await CommitAsync(subscription, received[1]);
        Assert.Equal(new GroupLag(Topic.Name, Group, Pending: 0, End: 2), await LagAsync());
    }

    [Fact]
    public async Task Lag_GroupThatHasOnlyJoined_CountsEveryEvent()
    {
        await PublishAsync(Event("a", 1), Event("b", 1), Event("c", 1));
        await using var subscription = await JoinAsync();

        Assert.Equal(3, (await LagAsync()).Pending);
    }

    [Fact]
    public async Task Lag_GroupThatHasLeft_IsStillCounted()
    {
        await using (await JoinAsync())
            await PublishAsync(Event("a", 1));
        await ReopenAsync();

        Assert.Equal(1, (await LagAsync()).Pending);
    }
}
