using System.Collections.Concurrent;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.TableSql.Scans;

/// <summary>
/// The current generations of tables, each from its first use to the end of a session: statements of one session read the same rows, also while
/// tables are built again. DuckDB calls from threads of its own, which wait for the store here.
/// </summary>
internal sealed class TableSnapshot(TableStore store) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Generation?>> generations = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyList<string>> shards = new(() =>
        [.. store.ListTablesAsync(AnalysisTable.Prefix, CancellationToken.None).GetAwaiter().GetResult().Where(name => AnalysisTable.TryShardOf(name, out _))]);

    /// <summary>The tables of analysis shards that were published, in the order of their names.</summary>
    public IReadOnlyList<string> Shards => shards.Value;

    /// <summary>The current generation of a table; null where it was never published.</summary>
    public Generation? Find(string table) => generations.GetOrAdd(table, static (name, store) => new(() => Read(store, name)), store).Value;

    /// <exception cref="TableNotBuiltException">The table was never published.</exception>
    public Generation Require(string table) => Find(table) ?? throw new TableNotBuiltException(table);

    public void Dispose()
    {
        foreach (var generation in generations.Values)
            if (generation.IsValueCreated)
                generation.Value?.Dispose();
    }

    private static Generation? Read(TableStore store, string table)
    {
        if (store.FindCurrentAsync(table, CancellationToken.None).GetAwaiter().GetResult() is not { } pointer)
            return null;
        var manifest = store.ReadAsync(table, pointer.Id, CancellationToken.None).GetAwaiter().GetResult();
        return new Generation(pointer, manifest, () => store.OpenAsync(manifest, CancellationToken.None).GetAwaiter().GetResult());
    }

    /// <summary>A generation, whose files are opened when rows are read.</summary>
    internal sealed class Generation(TableStore.TablePointer pointer, TableStore.Manifest manifest, Func<Table> open) : IDisposable
    {
        private readonly Lazy<Table> opened = new(open);

        public TableStore.TablePointer Pointer => pointer;

        public TableStore.Manifest Manifest => manifest;

        /// <summary>Stays open as long as the snapshot.</summary>
        public Table Table => opened.Value;

        /// <summary>Opens the files for a caller who closes them.</summary>
        public Table Open() => open();

        public void Dispose()
        {
            if (opened.IsValueCreated)
                opened.Value.Dispose();
        }
    }
}
