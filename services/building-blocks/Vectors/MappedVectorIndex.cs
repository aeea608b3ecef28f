using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Music;
using SpotifyPlatform.Vectors.Files;
using SpotifyPlatform.Vectors.Generations;
using SpotifyPlatform.Vectors.Queries;
using SpotifyPlatform.Vectors.Rows;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors;

/// <summary>
/// Exact vector search over the files of a folder: a memory-mapped base file of clusters, whose bounds exclude most rows, and a tail of later
/// changes, which is merged into the next base file in the background. Any number of processes may read and write one folder; a lock file
/// serialises writers.
/// </summary>
public sealed class MappedVectorIndex : IVectorIndex, IDisposable
{
    private readonly IndexFolder folder;
    private readonly ILogger<MappedVectorIndex> logger;
    private readonly MergePolicy policy;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly ReaderWriterLockSlim access = new();
    private readonly CancellationTokenSource closing = new();
    private IndexView? view;
    private Task merging = Task.CompletedTask;

    /// <param name="folder">Created by the first write. No other program may write to it.</param>
    /// <param name="dimensions">Numbers in every vector.</param>
    public MappedVectorIndex(string folder, int dimensions, ILogger<MappedVectorIndex> logger)
        : this(folder, dimensions, logger, new MergePolicy())
    {
    }

    internal MappedVectorIndex(string folder, int dimensions, ILogger<MappedVectorIndex> logger, MergePolicy policy)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        (this.folder, Dimensions, this.logger, this.policy) = (new IndexFolder(folder), dimensions, logger, policy);
    }

    public int Dimensions { get; }

    /// <summary>The scan kernel of searches; the widest of the machine by default.</summary>
    internal BlockScan Kernel { get; set; } = BlockScan.Best;

    public Task UpsertAsync(IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken)
    {
        foreach (var point in points)
            point.EnsureValid(Dimensions);
        var changes = points.Select(point => (point.Id, Record: (byte[]?)PointRecord.Write(point))).ToList();
        return ChangeAsync(changes, (current, change) => current.Find(change.Id) is var (rows, slot) && slot >= 0 && rows.Record(slot).SequenceEqual(change.Record), cancellationToken);
    }

    public Task DeleteAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        ChangeAsync([.. ids.Distinct().Select(id => (id, (byte[]?)null))], (current, change) => current.Find(change.Id).Slot < 0, cancellationToken);

    public Task<IReadOnlyList<VectorPoint>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) => Read<IReadOnlyList<VectorPoint>>(
        current =>
        {
            var found = new List<VectorPoint>();
            foreach (var id in ids.Distinct())
                if (current.Find(id) is var (rows, slot) && slot >= 0)
                    found.Add(PointRecord.Read(id, rows.Record(slot), Dimensions));
            return found;
        },
        cancellationToken);

    /// <summary>Runs one query on the caller's thread, several in parallel on all processors.</summary>
    /// <inheritdoc cref="IVectorIndex.SearchAsync"/>
    public Task<IReadOnlyList<IReadOnlyList<VectorHit>>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken)
    {
        foreach (var query in queries)
            query.EnsureValid(Dimensions);
        return Read<IReadOnlyList<IReadOnlyList<VectorHit>>>(
            current =>
            {
                var answers = new IReadOnlyList<VectorHit>[queries.Count];
                void Answer(int i) => answers[i] = PreparedQuery.Of(queries[i], Kernel) is { } prepared
                    ? new Search(prepared, current.Main, current.Tail, cancellationToken).Run()
                    : [];
                if (answers.Length == 1)
                    Answer(0);
                else
                    Parallel.For(0, answers.Length, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, Answer);
                return answers;
            },
            cancellationToken);
    }

    public Task<long> CountAsync(CancellationToken cancellationToken) => Read(current => current.Live, cancellationToken);

    /// <summary>Merges the tail now, unless another instance is merging.</summary>
    public async Task MergeAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder.Path);
        if (await new Merge(folder, Dimensions, logger).RunAsync(cancellationToken).ConfigureAwait(false))
            await Read(_ => true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Verifies all checksums of the base file; otherwise each page is verified when it is first read.</summary>
    /// <exception cref="InvalidDataException">The file is corrupt.</exception>
    public Task VerifyAsync(CancellationToken cancellationToken) => Read(
        current =>
        {
            current.Main?.VerifyAll(cancellationToken);
            return true;
        },
        cancellationToken);

    public void Dispose()
    {
        lock (closing)
            closing.Cancel();
        merging.GetAwaiter().GetResult();
        view?.Dispose();
        access.Dispose();
        writing.Dispose();
        closing.Dispose();
    }

    /// <summary>Runs work on the current state of the folder, including changes of other processes. The view stays open meanwhile.</summary>
    internal Task<T> Read<T>(Func<IndexView, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var generation = folder.ReadGeneration();
        access.EnterReadLock();
        try
        {
            if (view?.IsAt(generation) == true)
                return Task.FromResult(work(view));
        }
        finally
        {
            access.ExitReadLock();
        }

        access.EnterWriteLock();
        try
        {
            Refresh();
        }
        finally
        {
            access.ExitWriteLock();
        }

        access.EnterReadLock();
        try
        {
            return Task.FromResult(work(view!));
        }
        finally
        {
            access.ExitReadLock();
        }
    }

    /// <summary>Reads new changes, or opens the current generation.</summary>
    private void Refresh()
    {
        while (true)
        {
            var generation = folder.ReadGeneration();
            if (view?.Generation == generation)
            {
                view.Advance();
                return;
            }

            try
            {
                var next = new IndexView(folder, Dimensions, generation);
                view?.Dispose();
                view = next;
                return;
            }
            catch (FileNotFoundException missing)
            {
                // A merge deletes the files of a generation once the manifest names the next one.
                if (folder.ReadGeneration() == generation)
                    throw Corruption.In(missing.FileName!, "it is missing");
            }
        }
    }

    private async Task ChangeAsync(
        List<(TrackId Id, byte[]? Record)> changes, Func<IndexView, (TrackId Id, byte[]? Record), bool> isStored, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
            return;
        var last = changes.GroupBy(change => change.Id, (_, same) => same.Last()).ToList();
        bool due, overdue;
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Directory.CreateDirectory(folder.Path);
            using var held = await FileLock.TakeAsync(folder.WriteLock, cancellationToken).ConfigureAwait(false);
            var (path, end, news) = await Read(
                current => (folder.Tail(current.Generation), current.Read, last.Where(change => !isStored(current, change)).ToList()), cancellationToken).ConfigureAwait(false);
            if (news.Count > 0)
                Append(path, end, news);
            (due, overdue) = await Read(current => (policy.IsDue(current), policy.IsOverdue(current)), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }

        if (due)
            StartMerge();
        if (overdue)
            await merging.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <param name="end">End of the complete frames. The caller holds the write lock, so any bytes after it are a torn frame.</param>
    private void Append(string path, long end, List<(TrackId Id, byte[]? Record)> changes)
    {
        using var log = TailLog.Open(path, Dimensions, write: true) ?? Created(path);
        if (log.Length > end)
        {
            Log.TornTail(logger, path, log.Length - end);
            log.TruncateAt(end);
        }

        log.Append(changes);
    }

    private TailLog Created(string path)
    {
        TailLog.Create(path, Dimensions, null, 0, 0);
        return TailLog.Open(path, Dimensions, write: true)!;
    }

    private void StartMerge()
    {
        lock (closing)
            if (merging.IsCompleted && !closing.IsCancellationRequested)
                merging = Task.Run(MergeInBackgroundAsync);
    }

    [SuppressMessage("Design", "CA1031", Justification = "After any failure the tail is complete; the next write retries.")]
    private async Task MergeInBackgroundAsync()
    {
        try
        {
            await MergeAsync(closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // The tail is complete.
        }
        catch (Exception ex)
        {
            Log.MergeFailed(logger, folder.Path, ex);
        }
    }
}
