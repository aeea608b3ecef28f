namespace SpotifyPlatform.Testing.EventBus;

/// <summary>What consumers and readers may rely on while the log is cleaned up.</summary>
public abstract class CleanupContract : BusScenario
{
    /// <summary>Cleans up now, as the adapter does by itself in time.</summary>
    protected abstract Task CleanUpAsync(TimeSpan retention);

    [Fact]
    public async Task Compact_WhileBeingRead_TheReaderGoesOnAndHasTheLatestOfEachKey()
    {
        await PublishAsync(CompactedTopic, [.. from number in Enumerable.Range(1, 20) from key in Enumerable.Range(0, 8) select Event($"key-{key}", number)]);
        await using var reader = await ReadAsync(CompactedTopic);
        var received = await ReceiveAsync(reader, 30);

        await CleanUpAsync(TimeSpan.FromDays(1));
        while (!reader.IsCaughtUp)
            received.AddRange(await reader.ReceiveAsync(7, TimeSpan.Zero, CancellationToken.None));

        Assert.Equal(Enumerable.Range(0, 8).Select(key => $"key-{key}#20"), received.GroupBy(e => e.Key).Select(key => Text(key.Last())).Order());
        Assert.InRange(received.Count, 30, 30 + 8);
    }

    [Fact]
    public async Task Compact_WhileAGroupConsumes_ItsLagEndsAtZero()
    {
        await PublishAsync(CompactedTopic, [.. Enumerable.Range(1, 30).Select(number => Event("a", number))]);
        await using var subscription = await JoinAsync(CompactedTopic);
        await CommitAsync(subscription, (await ReceiveAsync(subscription, 10))[^1]);

        await CleanUpAsync(TimeSpan.FromDays(1));
        var rest = await subscription.ReceiveAsync(100, TimeSpan.Zero, CancellationToken.None);
        await CommitAsync(subscription, rest[^1]);

        Assert.Equal("a#30", Text(rest[^1]));
        Assert.Equal(0, (await LagAsync(topic: CompactedTopic)).Pending);
    }

    [Fact]
    public async Task Compact_AKeyThatWasRemoved_IsGoneForANewReader()
    {
        await PublishAsync(CompactedTopic, Event("a", 1), Event("b", 1));
        await Bus.AppendAsync(CompactedTopic, [new EventRecord("a", null, EventHeaders.Empty)], CancellationToken.None);
        Time.Advance(TimeSpan.FromDays(1));

        await CleanUpAsync(TimeSpan.FromDays(1));

        await using var reader = await ReadAsync(CompactedTopic);
        Assert.Equal("b#1", Assert.Single(await ReceiveAsync(reader, 1)).Id);
        Assert.Empty(await reader.ReceiveAsync(10, TimeSpan.Zero, CancellationToken.None));
        Assert.True(reader.IsCaughtUp);
    }

    [Fact]
    public async Task Retain_CommittedByEveryGroupForADay_IsDeletedWhileBeingRead()
    {
        await PublishAsync([.. Enumerable.Range(1, 10).Select(number => Event("a", number))]);
        await using var first = await JoinAsync();
        await using var second = await JoinAsync(SecondGroup);
        await CommitAsync(first, (await ReceiveAsync(first, 10))[^1]);
        await CommitAsync(second, (await ReceiveAsync(second, 4))[^1]);

        await CleanUpAsync(TimeSpan.FromDays(1));
        Assert.Equal(10, await CountAsync());
        Time.Advance(TimeSpan.FromDays(1));
        await CleanUpAsync(TimeSpan.FromDays(1));

        Assert.Equal(6, await CountAsync());
        Assert.Equal(Enumerable.Range(5, 6).Select(number => $"a#{number}"), (await ReceiveAsync(second, 6)).Select(e => e.Id));
        Assert.Equal((0, 6), ((await LagAsync()).Pending, (await LagAsync(SecondGroup)).Pending));
    }

    [Fact]
    public async Task Retain_NewGroupAfterDeletion_StartsAtTheOldestThatIsLeft()
    {
        await PublishAsync(Event("a", 1), Event("a", 2));
        await using var first = await JoinAsync();
        await CommitAsync(first, (await ReceiveAsync(first, 2))[0]);
        await CleanUpAsync(TimeSpan.Zero);
        await CleanUpAsync(TimeSpan.Zero);

        await using var late = await JoinAsync(LateGroup);

        Assert.Equal(1, (await LagAsync(LateGroup)).Pending);
        Assert.Equal("a#2", Assert.Single(await ReceiveAsync(late, 1)).Id);
    }

    [Fact]
    public async Task Retain_TopicWithoutGroups_KeepsEverything()
    {
        await PublishAsync(Event("a", 1));
        Time.Advance(TimeSpan.FromDays(100));

        await CleanUpAsync(TimeSpan.FromDays(1));

        Assert.Equal(1, await CountAsync());
    }

    private async Task<int> CountAsync()
    {
        await using var reader = await ReadAsync(Topic);
        var count = 0;
        while (!reader.IsCaughtUp)
            count += (await reader.ReceiveAsync(100, TimeSpan.Zero, CancellationToken.None)).Count;
        return count;
    }
}
