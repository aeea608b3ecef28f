namespace SpotifyPlatform.Testing.EventBus;

/// <summary>What a consumer group may rely on.</summary>
public abstract class SubscribingContract : BusScenario
{
    [Fact]
    public async Task Receive_NewGroup_StartsAtTheOldestEvent()
    {
        await PublishAsync(Event("a", 1), Event("a", 2));
        await using var subscription = Bus.Subscribe(Topic, "late-group");

        Assert.Equal(["a#1", "a#2"], (await ReceiveAsync(subscription, 2)).Select(e => e.Id));
    }

    [Fact]
    public async Task Receive_AfterAReopenWithoutCommit_ComesAgain()
    {
        await using (var subscription = Bus.Subscribe(Topic, Group))
        {
            await PublishAsync(Event("a", 1), Event("a", 2), Event("a", 3));
            var received = await ReceiveAsync(subscription, 3);
            await subscription.CommitAsync(received[0], CancellationToken.None);
        }

        await ReopenAsync();
        await using var again = Bus.Subscribe(Topic, Group);

        Assert.Equal(["a#2", "a#3"], (await ReceiveAsync(again, 2)).Select(e => e.Id));
    }

    [Fact]
    public async Task Receive_WhileWaiting_WakesWhenAnEventComes()
    {
        await using var subscription = Bus.Subscribe(Topic, Group);
        var waiting = ReceiveAsync(subscription, 1);
        Assert.False(waiting.IsCompleted);

        await PublishAsync(Event("a", 1));

        Assert.Equal("a#1", Assert.Single(await waiting).Id);
    }

    [Fact]
    public async Task Receive_NothingThere_ReturnsNoneAfterTheWait()
    {
        await using var subscription = Bus.Subscribe(Topic, Group);

        Assert.Empty(await subscription.ReceiveAsync(10, TimeSpan.FromMilliseconds(20), CancellationToken.None));
    }

    [Fact]
    public async Task Receive_Cancelled_Throws()
    {
        await using var subscription = Bus.Subscribe(Topic, Group);
        using var cancelled = new CancellationTokenSource();
        var waiting = subscription.ReceiveAsync(10, TimeSpan.FromMinutes(1), cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Receive_MoreThanAskedFor_GivesNoMore()
    {
        await PublishAsync([.. Enumerable.Range(0, 50).Select(i => Event($"key-{i}", i))]);
        await using var subscription = Bus.Subscribe(Topic, Group);

        Assert.InRange((await subscription.ReceiveAsync(7, TimeSpan.FromSeconds(20), CancellationToken.None)).Count, 1, 7);
    }

    [Fact]
    public async Task Receive_TwoGroups_EachGetsEveryEvent()
    {
        await using var first = Bus.Subscribe(Topic, Group);
        await using var second = Bus.Subscribe(Topic, "second-group");
        await PublishAsync(Event("a", 1), Event("b", 1));

        var ofFirst = await ReceiveAsync(first, 2);
        foreach (var received in ofFirst)
            await first.CommitAsync(received, CancellationToken.None);

        Assert.Equal(2, (await ReceiveAsync(second, 2)).Count);
        Assert.Equal((0, 2), ((await LagAsync(Group)).Pending, (await LagAsync("second-group")).Pending));
    }

    [Fact]
    public async Task Commit_AnEarlierEvent_DoesNotMoveBack()
    {
        await using (var subscription = Bus.Subscribe(Topic, Group))
        {
            await PublishAsync(Event("a", 1), Event("a", 2), Event("a", 3));
            var received = await ReceiveAsync(subscription, 3);
            await subscription.CommitAsync(received[1], CancellationToken.None);
            await subscription.CommitAsync(received[0], CancellationToken.None);
            Assert.Equal(1, (await LagAsync(Group)).Pending);
        }

        await ReopenAsync();
        await using var again = Bus.Subscribe(Topic, Group);

        Assert.Equal("a#3", Assert.Single(await ReceiveAsync(again, 1)).Id);
    }

    [Fact]
    public async Task Leave_ThenJoin_GoesOnAfterTheCommit()
    {
        await PublishAsync(Event("a", 1), Event("a", 2));
        await using (var subscription = Bus.Subscribe(Topic, Group))
            await subscription.CommitAsync((await ReceiveAsync(subscription, 2))[0], CancellationToken.None);

        await using var again = Bus.Subscribe(Topic, Group);

        Assert.Equal("a#2", Assert.Single(await ReceiveAsync(again, 1)).Id);
    }
}
