using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer.Loading;

/// <summary>Derives table vectors now, and writes all of it into an index of another process: after a change of engine or dimensions, or when that index was lost.</summary>
public sealed class Reindexing
{
    private readonly TableDeriver deriver;
    private readonly IndexLoader loader;

    internal Reindexing(IEnumerable<DerivedTable> tables, IndexLoader loader) =>
        (deriver, this.loader) = (tables.Single(table => table.Deriver.Table == VectorTable.Name).Deriver, loader);

    public async Task<ReindexingReport> RunAsync(CancellationToken cancellationToken)
    {
        var status = await deriver.DeriveAsync(cancellationToken).ConfigureAwait(false);
        return new ReindexingReport(status, loader.IsNeeded ? await loader.LoadAsync(everything: true, cancellationToken).ConfigureAwait(false) : null);
    }
}

/// <param name="Table">The state of the table.</param>
/// <param name="Written">Points written into the index of another process; null where there is none.</param>
public sealed record ReindexingReport(DerivedStatus Table, long? Written);
