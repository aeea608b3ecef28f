namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Bus;

public sealed class SqliteSubscribingTests : SubscribingContract, IDisposable
{
    private readonly SqliteLog log = new();

    public void Dispose() => log.Dispose();

    protected override Task<IEventBus> OpenAsync() => Task.FromResult<IEventBus>(log.Open());

    protected override Task CloseAsync(IEventBus bus)
    {
        ((SqliteEventBus)bus).Dispose();
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(string topic, string group) => Task.FromResult(log.ReadDeadLetters(topic, group));
}
