namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Bus;

public sealed class SqliteCleanupTests : CleanupContract, IDisposable
{
    private readonly SqliteLog log = new();

    public void Dispose() => log.Dispose();

    protected override Task<IEventBus> OpenAsync() => Task.FromResult<IEventBus>(log.Open(Time));

    protected override Task CloseAsync(IEventBus bus)
    {
        ((SqliteEventBus)bus).Dispose();
        return Task.CompletedTask;
    }

    protected override Task CleanUpAsync(TimeSpan retention) => new Cleanup(((SqliteEventBus)Bus).Database, retention, Time).RunAsync(CancellationToken.None);
}
