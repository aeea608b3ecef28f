using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Tables;

/// <summary>The tables that this process reads, each with its current generation.</summary>
public sealed class CurrentTables(TableStore store, TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    private readonly ConcurrentDictionary<string, CurrentTable> tables = new(StringComparer.Ordinal);

    public CurrentTable Of(string name) => tables.GetOrAdd(name, static (name, own) => new(own.store, name, own.time, own.logger), (store, time, logger: loggers.CreateLogger<CurrentTable>()));

    /// <summary>Has the readers of a table look at its pointer; nothing happens where nobody reads it.</summary>
    public Task RefreshAsync(string name, CancellationToken cancellationToken) =>
        tables.TryGetValue(name, out var table) ? table.RefreshAsync(cancellationToken) : Task.CompletedTask;

    public void Dispose()
    {
        foreach (var table in tables.Values)
            table.Dispose();
    }
}
