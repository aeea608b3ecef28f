using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Reading;
using SpotifyPlatform.Vectors.Layout;
using SpotifyPlatform.Vectors.Rows;
using SpotifyPlatform.Vectors.Scan;
using SpotifyPlatform.Vectors.Serving;

namespace SpotifyPlatform.Vectors;

/// <summary>
/// Exact vector search over the current generation of table vectors, whose rows are copied into this process, and over the promoted tracks that are not
/// in it. A search looks for what is new when the last look is a minute old, as <see cref="RefreshAsync"/> does at once; searches end in what they began with.
/// </summary>
public sealed class TableVectorIndex : IVectorIndex, IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);

    private readonly CurrentTable table;
    private readonly IPromotedPoints promoted;
    private readonly string scratch;
    private readonly TimeProvider time;
    private readonly ILogger<TableVectorIndex> logger;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly CancellationTokenSource closing = new();
    private volatile RefCounted<IndexView>? current;
    private int isRefreshing;
    private long lookedAt;

    /// <param name="scratch">A folder for copies that are too large for memory.</param>
    public TableVectorIndex(CurrentTables tables, PromotedTracks promoted, string scratch, TimeProvider time, ILogger<TableVectorIndex> logger)
        : this(tables, (IPromotedPoints)promoted, scratch, time, logger)
    {
    }

    internal TableVectorIndex(CurrentTables tables, IPromotedPoints promoted, string scratch, TimeProvider time, ILogger<TableVectorIndex> logger)
    {
        (table, this.promoted, this.scratch, this.time, this.logger) = (tables.Of(VectorTable.Name), promoted, scratch, time, logger);
        tables.Follow(VectorTable.Name, stop => current is null ? Task.CompletedTask : TryRefreshAsync(stop));
    }

    public int Dimensions => promoted.Dimensions;

    /// <summary>The scan kernel of searches; the widest of the machine by default.</summary>
    internal BlockScan Kernel { get; set; } = BlockScan.Best;

    /// <summary>The look that runs in the background, for tests.</summary>
    internal Task Refreshing { get; private set; } = Task.CompletedTask;

    public Task<IReadOnlyList<VectorPoint>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<VectorPoint>>(
        view => [.. ids.Distinct().Select(view.Find).OfType<VectorPoint>()], cancellationToken);

    /// <summary>Runs one query on the caller's thread, several in parallel on all processors.</summary>
    /// <inheritdoc cref="IVectorIndex.SearchAsync"/>
    public Task<IReadOnlyList<IReadOnlyList<VectorHit>>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken)
    {
        foreach (var query in queries)
            query.EnsureValid(Dimensions);
        return ReadAsync<IReadOnlyList<IReadOnlyList<VectorHit>>>(
            view =>
            {
                view.EnsureBuilt();
                if (queries.Count == 1)
                    return [view.Search(queries[0], Kernel, cancellationToken)];
                var answers = new IReadOnlyList<VectorHit>[queries.Count];
                var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
                Parallel.For(0, answers.Length, options, i => answers[i] = view.Search(queries[i], Kernel, cancellationToken));
                return answers;
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<VectorHit>?> SearchTailAsync(VectorQuery query, CancellationToken cancellationToken)
    {
        query.EnsureValid(Dimensions);
        return ReadAsync<IReadOnlyList<VectorHit>?>(view => view.SearchTail(query, Kernel, cancellationToken), cancellationToken);
    }

    public Task<long> CountAsync(CancellationToken cancellationToken) => ReadAsync(view => view.Count, cancellationToken);

    /// <exception cref="InvalidDataException">The table is damaged, or has other dimensions.</exception>
    public Task RefreshAsync(CancellationToken cancellationToken) => SwitchInTurnAsync(onlyFirst: false, cancellationToken);

    public void Dispose()
    {
        closing.Cancel();
        Refreshing.GetAwaiter().GetResult();
        // A refresh that runs would otherwise set a view that nobody closes.
        turn.Wait();
        Interlocked.Exchange(ref current, null)?.Release();
        closing.Dispose();
        turn.Dispose();
    }

    /// <summary>Reads the current view, which stays open meanwhile.</summary>
    internal async Task<T> ReadAsync<T>(Func<IndexView, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (current is null)
            await SwitchInTurnAsync(onlyFirst: true, cancellationToken).ConfigureAwait(false);
        else if (time.GetElapsedTime(Interlocked.Read(ref lookedAt)) >= LookInterval && Interlocked.Exchange(ref isRefreshing, 1) == 0)
            Refreshing = Task.Run(RefreshInBackgroundAsync, CancellationToken.None);
        while (true)
        {
            var view = current ?? throw new ObjectDisposedException(nameof(TableVectorIndex));
            // It was replaced and closed since it was taken.
            if (!view.TryAcquire())
                continue;
            try
            {
                return read(view.Value);
            }
            finally
            {
                view.Release();
            }
        }
    }

    private async Task SwitchInTurnAsync(bool onlyFirst, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (onlyFirst && current is not null)
                return;
            await SwitchAsync(cancellationToken).ConfigureAwait(false);
            Interlocked.Exchange(ref lookedAt, time.GetTimestamp());
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task RefreshInBackgroundAsync()
    {
        try
        {
            await TryRefreshAsync(closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // Nobody searches any more.
        }
        finally
        {
            Volatile.Write(ref isRefreshing, 0);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "After any failure the current view goes on to answer; the next look is in a minute.")]
    private async Task TryRefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotRefreshed(logger, current?.Value.Id, ex);
            Interlocked.Exchange(ref lookedAt, time.GetTimestamp());
        }
    }

    private async Task SwitchAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await table.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var (id, main) = await table.ReadAsync(Open, cancellationToken).ConfigureAwait(false);
        IndexView? view;
        try
        {
            view = await ComposeAsync(id, main, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            main?.Release();
            throw;
        }

        if (view is null)
        {
            main?.Release();
            return;
        }

        Interlocked.Exchange(ref current, new RefCounted<IndexView>(view))?.Release();
        Log.Opened(logger, id, main?.Value.Count ?? 0, main?.Value.Clusters.Count ?? 0, view.Tail.Count, time.GetElapsedTime(started).TotalSeconds);
    }

    /// <returns>Null where the current view is of the same generation and the same promoted tracks.</returns>
    private async Task<IndexView?> ComposeAsync(string? id, RefCounted<BaseRows>? main, CancellationToken cancellationToken)
    {
        var ids = await promoted.ListAsync(cancellationToken).ConfigureAwait(false);
        var outside = ids.Where(track => main is null || main.Value.Find(track) < 0).ToList();
        return current?.Value is { } old && old.Id == id && old.Outside.SequenceEqual(outside)
            ? null
            : new IndexView(id, main, outside, new TailRows(Dimensions, await promoted.ComposeAsync(outside, cancellationToken).ConfigureAwait(false)));
    }

    /// <summary>The rows of the table; those that are open already where it has not changed.</summary>
    private (string? Id, RefCounted<BaseRows>? Rows) Open(Table? opened)
    {
        if (opened is null)
            return (null, null);
        var id = opened.Manifest.Plan.Id;
        // This is the only place that replaces the current view, so its rows are open.
        if (current?.Value is { Main: { } known } view && view.Id == id && known.TryAcquire())
            return (id, known);
        var rows = BaseRows.Load(opened, scratch);
        if (rows.Dimensions == Dimensions)
            return (id, new RefCounted<BaseRows>(rows));
        rows.Dispose();
        throw new InvalidDataException(
            $"Table {VectorTable.Name} {id} holds vectors of {rows.Dimensions} numbers, the configuration needs {Dimensions}. Set the section Embedding as the vectorizer has it.");
    }
}
