using SpotifyPlatform.Storage;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Vectorizer.Vectors;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer.Loading;

/// <summary>
/// Writes table vectors and the promoted tracks into an index of another process: what differs from the generation that was loaded last, or everything.
/// Points are keyed by track, so a run that was interrupted is repeated with the same result. Calls run one after the other.
/// </summary>
public sealed class IndexLoader : IDisposable
{
    private const int BatchSize = 1000;

    private readonly TableStore store;
    private readonly LoadedGenerations loaded;
    private readonly PromotedTracks promoted;
    private readonly VectorScratch scratch;
    private readonly IVectorIndexWriter? index;
    private readonly SemaphoreSlim turn = new(1, 1);

    internal IndexLoader(TableStore store, LoadedGenerations loaded, PromotedTracks promoted, VectorScratch scratch, IVectorIndex index) =>
        (this.store, this.loaded, this.promoted, this.scratch, this.index) = (store, loaded, promoted, scratch, index as IVectorIndexWriter);

    /// <summary>Whether the configured index has to be loaded; the embedded one reads the table itself.</summary>
    public bool IsNeeded => index is not null;

    /// <param name="everything">Whether points are written that should be there already.</param>
    /// <returns>Points written.</returns>
    public async Task<long> LoadAsync(bool everything, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var pointer = await store.FindCurrentAsync(VectorTable.Name, cancellationToken).ConfigureAwait(false);
            var last = index is null ? null : await loaded.FindAsync(index.Place, cancellationToken).ConfigureAwait(false);
            if (index is null || pointer is null || (last == pointer.Id && !everything))
                return 0;
            using var current = await OpenAsync(pointer.Id, cancellationToken).ConfigureAwait(false);
            using var old = last is null || await store.FindAsync(VectorTable.Name, last, cancellationToken).ConfigureAwait(false) is null
                ? null
                : await OpenAsync(last, cancellationToken).ConfigureAwait(false);
            var written = await WriteAsync(current, old, everything, cancellationToken).ConfigureAwait(false);
            await loaded.RecordAsync(index.Place, pointer.Id, cancellationToken).ConfigureAwait(false);
            return written;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<VectorSnapshot> OpenAsync(string id, CancellationToken cancellationToken)
    {
        using var table = await store.OpenAsync(VectorTable.Name, id, cancellationToken).ConfigureAwait(false);
        return VectorSnapshot.Load(table, scratch.Folder);
    }

    private async Task<long> WriteAsync(VectorSnapshot current, VectorSnapshot? old, bool everything, CancellationToken cancellationToken)
    {
        var outside = (await promoted.ListAsync(cancellationToken).ConfigureAwait(false)).Where(id => !current.Contains(id)).ToHashSet();
        var written = 0L;
        foreach (var batch in current.Since(everything ? null : old).Where(change => change.Point is not null).Chunk(BatchSize))
            written += await UpsertAsync([.. batch.Select(change => change.Point!)], cancellationToken).ConfigureAwait(false);
        foreach (var batch in current.Since(old).Where(change => change.Point is null && !outside.Contains(change.Id)).Chunk(BatchSize))
            await index!.DeleteAsync([.. batch.Select(change => change.Id)], cancellationToken).ConfigureAwait(false);
        foreach (var batch in outside.Order().Chunk(BatchSize))
            written += await UpsertAsync(await promoted.ComposeAsync(batch, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return written;
    }

    private async Task<int> UpsertAsync(IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken)
    {
        await index!.UpsertAsync(points, cancellationToken).ConfigureAwait(false);
        return points.Count;
    }
}
