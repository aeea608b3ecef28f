using SpotifyPlatform.Music;
using SpotifyPlatform.Tables.Reading;
using SpotifyPlatform.Vectors.Layout;
using SpotifyPlatform.Vectors.Queries;
using SpotifyPlatform.Vectors.Rows;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Serving;

/// <summary>What a search sees: a generation of the table, and the promoted tracks that are not in it. Never changes.</summary>
/// <param name="id">The generation's; null where none was ever published.</param>
/// <param name="main">Its rows; the view is one of their users.</param>
/// <param name="outside">The promoted tracks that are not in the table, ascending.</param>
/// <param name="tail">The rows of those that have a point.</param>
internal sealed class IndexView(string? id, RefCounted<BaseRows>? main, IReadOnlyList<TrackId> outside, TailRows tail) : IDisposable
{
    public string? Id => id;

    public RefCounted<BaseRows>? Main => main;

    public IReadOnlyList<TrackId> Outside => outside;

    public TailRows Tail => tail;

    public long Count => (main?.Value.Count ?? 0) + tail.Count;

    public VectorPoint? Find(TrackId id)
    {
        RowSet? rows = main?.Value;
        if (rows is null || rows.Find(id) is not (>= 0 and var slot))
            (rows, slot) = (tail, tail.Find(id));
        return slot < 0 ? null : PointRecord.Read(id, rows.Record(slot), rows.Dimensions);
    }

    /// <exception cref="TableNotBuiltException">There is neither a generation nor a promoted track.</exception>
    public void EnsureBuilt()
    {
        if (main is null && tail.Count == 0)
            throw new TableNotBuiltException(VectorTable.Name);
    }

    public IReadOnlyList<VectorHit> Search(VectorQuery query, BlockScan kernel, CancellationToken cancellationToken) =>
        Run(query, main?.Value, kernel, cancellationToken);

    public IReadOnlyList<VectorHit> SearchTail(VectorQuery query, BlockScan kernel, CancellationToken cancellationToken) => Run(query, null, kernel, cancellationToken);

    public void Dispose()
    {
        tail.Dispose();
        main?.Release();
    }

    private IReadOnlyList<VectorHit> Run(VectorQuery query, BaseRows? rows, BlockScan kernel, CancellationToken cancellationToken) =>
        PreparedQuery.Of(query, kernel) is { } prepared ? new Search(prepared, rows, tail, cancellationToken).Run() : [];
}
