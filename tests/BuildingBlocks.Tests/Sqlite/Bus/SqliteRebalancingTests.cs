namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Bus;

public sealed class SqliteRebalancingTests : RebalancingContract, IDisposable
{
    private readonly SqliteLog log = new();

    public void Dispose() => log.Dispose();

    protected override Task<IEventBus> OpenAsync() => Task.FromResult<IEventBus>(log.Open(Time));

    protected override Task CloseAsync(IEventBus bus)
    {
        ((SqliteEventBus)bus).Dispose();
        return Task.CompletedTask;
    }

    protected override Task ExpireAsync()
    {
        Time.Advance(GroupCoordinator.MaxPollInterval + TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }
}
