using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Tables;

/// <summary>The tables that this process reads, each with its current generation.</summary>
public sealed class CurrentTables(TableStore store, TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    private readonly ConcurrentDictionary<string, CurrentTable> tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<CancellationToken, Task>> followers = new(StringComparer.Ordinal);

    public CurrentTable Of(string name) =>
        tables.GetOrAdd(name, static (name, own) => new(own.store, name, own.time, own.loggers.CreateLogger<CurrentTable>()), (store, time, loggers));

    /// <summary>Has something that is kept in memory of a table's current generation follow when its readers are told to look.</summary>
    /// <param name="refreshAsync">Looks at the pointer too.</param>
    /// <exception cref="InvalidOperationException">The table has a follower already.</exception>
    public void Follow(string name, Func<CancellationToken, Task> refreshAsync)
    {
        if (!followers.TryAdd(name, refreshAsync))
            throw new InvalidOperationException($"Table {name} has a follower already.");
    }

    /// <summary>Has the readers of a table look at its pointer; nothing happens where nobody reads it.</summary>
    public async Task RefreshAsync(string name, CancellationToken cancellationToken)
    {
        if (tables.TryGetValue(name, out var table))
            await table.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (followers.TryGetValue(name, out var refreshAsync))
            await refreshAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var table in tables.Values)
            table.Dispose();
    }
}
