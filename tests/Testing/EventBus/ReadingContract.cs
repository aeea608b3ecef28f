namespace SpotifyPlatform.Testing.EventBus;

/// <summary>What a reader outside groups may rely on.</summary>
public abstract class ReadingContract : BusScenario
{
    [Fact]
    public async Task Read_FromTheOldest_HasEveryRecordAndKnowsWhenItHasCaughtUp()
    {
        await PublishAsync([.. Enumerable.Range(0, 40).Select(i => Event($"key-{i}", i))]);
        await using var reader = await ReadAsync(Topic);
        Assert.False(reader.IsCaughtUp);

        var received = await ReceiveAsync(reader, 40);

        Assert.True(reader.IsCaughtUp);
        Assert.Equal(40, received.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task Read_FromTheNewest_HearsOnlyWhatComes()
    {
        await PublishAsync(Event("a", 1));
        await using var reader = await ReadAsync(Topic, ReadFrom.Newest);
        Assert.True(reader.IsCaughtUp);
        await PublishAsync(Event("a", 2));

        Assert.Equal("a#2", Assert.Single(await ReceiveAsync(reader, 1)).Id);
    }

    [Fact]
    public async Task Read_TwoReaders_EachHearsEveryRecord()
    {
        await using var one = await ReadAsync(Topic, ReadFrom.Newest);
        await using var other = await ReadAsync(Topic, ReadFrom.Newest);
        await PublishAsync(Event("a", 1), Event("b", 1));

        Assert.Equal((2, 2), ((await ReceiveAsync(one, 2)).Count, (await ReceiveAsync(other, 2)).Count));
    }

    [Fact]
    public async Task Read_BesideAGroup_ChangesNeitherItsRecordsNorTheLag()
    {
        await using var subscription = await JoinAsync();
        await PublishAsync(Event("a", 1));
        await using var reader = await ReadAsync(Topic);
        await ReceiveAsync(reader, 1);

        Assert.Equal(1, (await LagAsync()).Pending);
        Assert.Single(await ReceiveAsync(subscription, 1));
        Assert.Single(await Bus.ReadLagAsync(CancellationToken.None), lag => lag.Topic == Topic.Name);
    }

    [Fact]
    public async Task Read_TopicThatIsNotThere_IsEmptyAndCaughtUp()
    {
        await using var reader = await ReadAsync(Topic);

        Assert.True(reader.IsCaughtUp);
        Assert.Empty(await reader.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None));
    }
}
