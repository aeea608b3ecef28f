using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer.Loading;

/// <summary>
/// Writes table vectors and the promoted tracks into an index of another process: what differs from the generation that it holds, or everything. The
/// generation is recorded before the first write, so that the load after an interrupted one knows which points may be there. Calls run one after the other.
/// </summary>
public sealed class IndexLoader : IDisposable
{
    private const int BatchSize = 1000;

    private readonly TableStore store;
    private readonly LoadedGenerations loaded;
    private readonly PromotedTracks promoted;
    private readonly string scratch;
    private readonly IVectorIndex index;
    private readonly IVectorIndexWriter? writer;
    private readonly ILogger<IndexLoader> logger;
    private readonly SemaphoreSlim turn = new(1, 1);

    internal IndexLoader(
        TableStore store, LoadedGenerations loaded, PromotedTracks promoted, IOptions<StorageOptions> storage, IVectorIndex index, ILogger<IndexLoader> logger) =>
        (this.store, this.loaded, this.promoted, scratch, this.index, writer, this.logger) =
        (store, loaded, promoted, storage.Value.ScratchFolder, index, index as IVectorIndexWriter, logger);

    /// <summary>Whether the configured index has to be loaded; the embedded one reads the table itself.</summary>
    public bool IsNeeded => writer is not null;

    /// <param name="everything">Whether points are written that should be there already.</param>
    /// <returns>Points written.</returns>
    public async Task<long> LoadAsync(bool everything, CancellationToken cancellationToken)
    {
        if (writer is null)
            return 0;
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var pointer = await store.FindCurrentAsync(VectorTable.Name, cancellationToken).ConfigureAwait(false);
            var held = await loaded.FindAsync(writer.IndexName, cancellationToken).ConfigureAwait(false);
            if (pointer is null || (!everything && held.Held == pointer.Id))
                return 0;
            using var current = await OpenAsync(pointer.Id, cancellationToken).ConfigureAwait(false);
            await loaded.RecordAsync(writer.IndexName, new LoadRecord([.. held.Generations.Append(pointer.Id).Distinct()], IsComplete: false), cancellationToken).ConfigureAwait(false);
            using var known = held.Held is { } last && !everything ? await TryOpenAsync(last, cancellationToken).ConfigureAwait(false) : null;
            var others = held.Held is not null && !everything ? [] : held.Generations.Where(id => id != pointer.Id);
            var written = await WriteAsync(writer, current, known, others, cancellationToken).ConfigureAwait(false);
            await loaded.RecordAsync(writer.IndexName, new LoadRecord([pointer.Id], IsComplete: true), cancellationToken).ConfigureAwait(false);
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
        return VectorSnapshot.Load(table, scratch);
    }

    /// <returns>Null for a generation that is gone or damaged.</returns>
    private async Task<VectorSnapshot?> TryOpenAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is ArtifactNotFoundException or ArtifactChangedException or InvalidDataException)
        {
            Log.LoadedGenerationUnreadable(logger, id, ex);
            return null;
        }
    }

    /// <param name="known">The generation that the index holds; null to write every point.</param>
    /// <param name="others">Generations of which the index may hold points as well.</param>
    private async Task<long> WriteAsync(
        IVectorIndexWriter to, VectorSnapshot current, VectorSnapshot? known, IEnumerable<string> others, CancellationToken cancellationToken)
    {
        var outside = (await promoted.ListAsync(cancellationToken).ConfigureAwait(false)).Where(id => !current.Contains(id)).ToHashSet();
        var written = await ApplyAsync(to, current.DifferenceFrom(known), outside, cancellationToken).ConfigureAwait(false);
        foreach (var id in others)
        {
            using var old = await TryOpenAsync(id, cancellationToken).ConfigureAwait(false);
            if (old is not null)
                await ApplyAsync(to, current.DifferenceFrom(old).Where(change => change.Point is null), outside, cancellationToken).ConfigureAwait(false);
        }

        var beside = await WritePromotedAsync(to, outside, cancellationToken).ConfigureAwait(false);
        if (await index.CountAsync(cancellationToken).ConfigureAwait(false) is var found && found != current.Count + beside)
            Log.IndexCountDiffers(logger, to.IndexName, found, current.Count + beside);
        return written + beside;
    }

    /// <param name="kept">Promoted tracks, which are not deleted.</param>
    private static async Task<long> ApplyAsync(
        IVectorIndexWriter to, IEnumerable<(TrackId Id, VectorPoint? Point)> changes, HashSet<TrackId> kept, CancellationToken cancellationToken)
    {
        var written = 0L;
        foreach (var batch in changes.Chunk(BatchSize))
        {
            IReadOnlyList<VectorPoint> points = [.. batch.Select(change => change.Point).OfType<VectorPoint>()];
            IReadOnlyList<TrackId> gone = [.. batch.Where(change => change.Point is null && !kept.Contains(change.Id)).Select(change => change.Id)];
            await WriteBatchAsync(to, points, gone, cancellationToken).ConfigureAwait(false);
            written += points.Count;
        }

        return written;
    }

    /// <summary>Writes the promoted tracks that are not in the table; one that has lost its features or its description has no point any more.</summary>
    private async Task<long> WritePromotedAsync(IVectorIndexWriter to, HashSet<TrackId> outside, CancellationToken cancellationToken)
    {
        var written = 0L;
        foreach (var batch in outside.Order().Chunk(BatchSize))
        {
            var points = await promoted.ComposeAsync(batch, cancellationToken).ConfigureAwait(false);
            await WriteBatchAsync(to, points, [.. batch.Except(points.Select(point => point.Id))], cancellationToken).ConfigureAwait(false);
            written += points.Count;
        }

        return written;
    }

    private static async Task WriteBatchAsync(IVectorIndexWriter to, IReadOnlyList<VectorPoint> points, IReadOnlyList<TrackId> gone, CancellationToken cancellationToken)
    {
        if (points.Count > 0)
            await to.UpsertAsync(points, cancellationToken).ConfigureAwait(false);
        if (gone.Count > 0)
            await to.DeleteAsync(gone, cancellationToken).ConfigureAwait(false);
    }
}
