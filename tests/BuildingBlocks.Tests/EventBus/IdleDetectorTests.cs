namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus;

public sealed class IdleDetectorTests
{
    private readonly IdleDetector idle = new();

    [Fact]
    public void Observe_NothingPendingTwiceWithTheSameEnds_IsIdle()
    {
        Assert.False(idle.Observe([Lag("a", 0, 5), Lag("b", 0, 2)]));
        Assert.True(idle.Observe([Lag("a", 0, 5), Lag("b", 0, 2)]));
    }

    [Fact]
    public void Observe_AnEventPublishedAndHandledBetweenTheTwo_IsNotIdleYet()
    {
        Assert.False(idle.Observe([Lag("a", 0, 5)]));
        Assert.False(idle.Observe([Lag("a", 0, 6)]));
        Assert.True(idle.Observe([Lag("a", 0, 6)]));
    }

    [Fact]
    public void Observe_PendingBetweenTheTwo_BeginsAnew()
    {
        Assert.False(idle.Observe([Lag("a", 0, 5)]));
        Assert.False(idle.Observe([Lag("a", 1, 5)]));
        Assert.False(idle.Observe([Lag("a", 0, 5)]));
        Assert.True(idle.Observe([Lag("a", 0, 5)]));
    }

    [Fact]
    public void Observe_AGroupThatJoinsBetweenTheTwo_IsNotIdleYet()
    {
        Assert.False(idle.Observe([Lag("a", 0, 5)]));
        Assert.False(idle.Observe([Lag("a", 0, 5), Lag("b", 0, 0)]));
    }

    private static GroupLag Lag(string group, long pending, long end) => new("topic", group, pending, end);
}
