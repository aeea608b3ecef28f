namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>The one member of a group on a topic. Positions run ahead of what is committed; a new member starts at what is committed.</summary>
internal sealed class SqliteEventSubscription(SqliteEventBus bus, string topic, string group, long[] positions, Action left) : IEventSubscription
{
    private int turn;

    public async Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = bus.Time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var published = bus.NextPublish(topic);
            var events = bus.Read(topic, turn, positions, max);
            turn = (turn + 1) % positions.Length;
            foreach (var received in events)
                positions[received.Partition] = received.Offset + 1;
            var remaining = wait - bus.Time.GetElapsedTime(began);
            if (events.Count > 0 || remaining <= TimeSpan.Zero)
                return events;
            await published.WaitAsync(remaining, bus.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task CommitAsync(ReceivedEvent last, CancellationToken cancellationToken) => bus.CommitAsync(last, group, cancellationToken);

    public ValueTask DisposeAsync()
    {
        left();
        return ValueTask.CompletedTask;
    }
}
