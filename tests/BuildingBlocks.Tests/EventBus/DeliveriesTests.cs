using SpotifyPlatform.EventBus.Redelivery;

namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus;

/// <summary>The test mode that delivers everything twice.</summary>
public sealed class DeliveriesTests
{
    private readonly Deliveries deliveries = new();

    [Fact]
    public void Commit_OfAllThatWasDelivered_DeliversItAgainAndPassesTheSecondCommit()
    {
        Add(0, 1, 2);
        Assert.Equal([0, 1, 2], Take());

        Assert.False(deliveries.Commit(3));
        Assert.Equal([0, 1, 2], Take());
        Assert.True(deliveries.Commit(3));
        Assert.Empty(Take());
    }

    [Fact]
    public void Commit_OfAPart_WaitsForTheRest()
    {
        Add(0, 1, 2);
        Take();

        Assert.False(deliveries.Commit(1));
        Assert.Empty(Take());
        Assert.False(deliveries.Commit(3));
        Assert.Equal([0, 1, 2], Take());
        Assert.True(deliveries.Commit(2));
    }

    [Fact]
    public void Add_DuringTheSecondDelivery_WaitsForTheNextRound()
    {
        Add(0);
        Take();
        deliveries.Commit(1);
        Add(1);

        Assert.Equal([0], Take());
        Assert.True(deliveries.Commit(1));
        Assert.Equal([1], Take());
        Assert.False(deliveries.Commit(2));
        Assert.Equal([1], Take());
        Assert.True(deliveries.Commit(2));
    }

    private void Add(params int[] offsets)
    {
        foreach (var offset in offsets)
            deliveries.Add(new ReceivedEvent(new("topic", 0), offset, "key", null, EventHeaders.Empty, default));
    }

    private List<long> Take()
    {
        var taken = new List<long>();
        while (deliveries.HasNext)
            taken.Add(deliveries.Next().Offset);
        return taken;
    }
}
