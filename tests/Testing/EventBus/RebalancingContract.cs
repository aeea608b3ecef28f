namespace SpotifyPlatform.Testing.EventBus;

/// <summary>What the members of a group may rely on when partitions move between them.</summary>
public abstract class RebalancingContract : BusScenario
{
    /// <summary>Lets a member that does not ask for records be taken for dead.</summary>
    protected abstract Task ExpireAsync();

    [Fact]
    public async Task Join_ASecondMember_TakesHalfAndKeepsTheFirstsRest()
    {
        var (first, second) = (new PartitionLog(), new PartitionLog());
        await using var one = await JoinAsync(listener: first);
        await AssignAsync(one, first);
        await using var other = await JoinAsync(listener: second);

        await AskUntilAsync(() => second.Owned.Count == 2, one, other);

        Assert.Equal((2, 2), (first.Owned.Count, second.Owned.Count));
        Assert.Equal(Topic.Partitions, first.Owned.Union(second.Owned).Count());
        Assert.Equal(2, first.Told.Count(told => told[0] == '-'));
    }

    [Fact]
    public async Task Join_ASecondMember_GetsNothingBeforeTheFirstHasGivenItUp()
    {
        var (first, second) = (new PartitionLog(), new PartitionLog());
        await using var one = await JoinAsync(listener: first);
        await AssignAsync(one, first);
        await using var other = await JoinAsync(listener: second);

        Assert.Empty(await other.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None));

        Assert.Empty(second.Owned);
    }

    [Fact]
    public async Task Revoke_InTheMiddleOfABatch_TheNewOwnerGoesOnAfterTheCommittedPrefix()
    {
        var keys = Enumerable.Range(0, 4).Select(KeyOn).ToArray();
        await PublishAsync([.. from key in keys from number in Enumerable.Range(1, 3) select Event(key, number)]);
        var (first, second) = (new PartitionLog(), new PartitionLog());
        await using var one = await JoinAsync(listener: first);
        var received = await ReceiveAsync(one, 12);
        first.OnRevoked = async revoked =>
        {
            foreach (var partition in revoked)
                await CommitAsync(one, received.First(e => e.Partition == partition));
        };
        await using var other = await JoinAsync(listener: second);

        var again = await WhileAskingAsync(one, ReceiveAsync(other, 4));

        Assert.Equal(2, again.Select(e => e.Partition).Distinct().Count());
        Assert.All(again.GroupBy(e => e.Key), key => Assert.Equal([$"{key.Key}#2", $"{key.Key}#3"], key.Select(e => e.Id)));
    }

    [Fact]
    public async Task Commit_OfARevokedPartition_IsIgnored()
    {
        await PublishAsync([.. Enumerable.Range(0, 4).Select(partition => Event(KeyOn(partition), 1))]);
        var (first, second) = (new PartitionLog(), new PartitionLog());
        await using var one = await JoinAsync(listener: first);
        var received = await ReceiveAsync(one, 4);
        await using var other = await JoinAsync(listener: second);
        Assert.Equal(2, (await WhileAskingAsync(one, ReceiveAsync(other, 2))).Count);

        foreach (var record in received)
            await CommitAsync(one, record);

        Assert.Equal((2, 2), (first.Owned.Count, second.Owned.Count));
        Assert.Equal(2, (await LagAsync()).Pending);
    }

    [Fact]
    public async Task Leave_AMember_TheOtherTakesItsPartitionsAndWhatItDidNotCommit()
    {
        await PublishAsync([.. Enumerable.Range(0, 4).Select(partition => Event(KeyOn(partition), 1))]);
        var (first, second) = (new PartitionLog(), new PartitionLog());
        var one = await JoinAsync(listener: first);
        await ReceiveAsync(one, 4);
        await using var other = await JoinAsync(listener: second);

        await one.DisposeAsync();

        Assert.Equal(4, (await ReceiveAsync(other, 4)).Count);
        Assert.Empty(first.Owned);
        Assert.Equal(4, first.Told.Count(told => told[0] == '-'));
    }

    [Fact]
    public async Task Pause_APartitionOfAnotherMember_DoesNotHoldWhenItIsAssigned()
    {
        var (first, second) = (new PartitionLog(), new PartitionLog());
        await using var one = await JoinAsync(listener: first);
        await AssignAsync(one, first);
        await using (var other = await JoinAsync(listener: second))
        {
            await AskUntilAsync(() => second.Owned.Count == 2, one, other);
            one.Pause([.. second.Owned]);
        }

        await PublishAsync([.. Enumerable.Range(0, 4).Select(partition => Event(KeyOn(partition), 1))]);

        Assert.Equal(4, (await ReceiveAsync(one, 4)).Count);
    }

    [Fact]
    public async Task Lose_AMemberThatDoesNotAsk_IsToldAndItsCommitIsIgnored()
    {
        await PublishAsync([.. Enumerable.Range(0, 4).Select(partition => Event(KeyOn(partition), 1))]);
        var (first, second) = (new PartitionLog(), new PartitionLog());
        await using var one = await JoinAsync(listener: first);
        var received = await ReceiveAsync(one, 4);
        await using var other = await JoinAsync(listener: second);

        await ExpireAsync();
        Assert.Equal(4, (await ReceiveAsync(other, 4)).Count);
        foreach (var record in received)
            await CommitAsync(one, record);
        await AskUntilAsync(() => first.Owned.Count == 0, one);

        Assert.Equal(4, (await LagAsync()).Pending);
        Assert.Equal(["!0", "!1", "!2", "!3"], first.Told.Where(told => told[0] == '!'));
        Assert.DoesNotContain(first.Told, told => told[0] == '-');
    }
}
