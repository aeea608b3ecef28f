using Microsoft.Extensions.Logging;
using SpotifyPlatform.Music;
using SpotifyPlatform.Qdrant.Calls;
using SpotifyPlatform.Qdrant.Points;
using SpotifyPlatform.Qdrant.Search;

namespace SpotifyPlatform.Qdrant;

/// <summary>
/// Points in a collection of Qdrant, over gRPC. Nothing is connected before the first call. A fault that may pass is an
/// <see cref="IOException"/> or, where nobody knows whether a write was done, a <see cref="TimeoutException"/>; a fault that
/// stays is a <see cref="StoreRefusedException"/>; an answer that cannot be is an <see cref="InvalidDataException"/>.
/// </summary>
public sealed class QdrantVectorIndex : IVectorIndex, IDisposable
{
    // Bytes of a candidate beside its vector: names, genres and ids.
    private const int PayloadBytes = 4096;

    private readonly QdrantOptions options;
    private readonly QdrantMetrics metrics;
    private readonly QdrantConnection connection;
    private readonly QdrantCollection collection;
    private readonly PointCodec codec;
    private readonly int candidatesPerCall;

    /// <param name="dimensions">Numbers in every vector.</param>
    public QdrantVectorIndex(QdrantOptions options, int dimensions, TimeProvider time, QdrantMetrics metrics, ILogger<QdrantVectorIndex> logger)
    {
        (this.options, this.metrics, Dimensions) = (options, metrics, dimensions);
        connection = new QdrantConnection(options, time, metrics, logger);
        collection = new QdrantCollection(connection, options, dimensions, logger);
        codec = new PointCodec(dimensions);
        candidatesPerCall = Math.Max(16, options.MaxMessageBytes / (dimensions * sizeof(float) + PayloadBytes));
    }

    public int Dimensions { get; }

    public async Task UpsertAsync(IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken)
    {
        foreach (var point in points)
            point.EnsureValid(Dimensions);
        await collection.EnsureAsync(cancellationToken).ConfigureAwait(false);
        foreach (var batch in points.Chunk(options.BatchSize))
        {
            var request = new Wire.UpsertPoints
            {
                CollectionName = options.Collection, Wait = true, Ordering = Writes.Strong, Points = { batch.Select(PointCodec.Write) },
            };
            await connection
                .WriteAsync("Points/Upsert", call => connection.Points.UpsertAsync(request, call), Writes.EnsureCompleted, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task DeleteAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        await collection.EnsureAsync(cancellationToken).ConfigureAwait(false);
        foreach (var batch in ids.Chunk(options.BatchSize))
        {
            var selected = new Wire.PointsSelector { Points = new Wire.PointsIdsList { Ids = { batch.Select(id => id.ToPointId()) } } };
            var request = new Wire.DeletePoints { CollectionName = options.Collection, Wait = true, Ordering = Writes.Strong, Points = selected };
            await connection
                .WriteAsync("Points/Delete", call => connection.Points.DeleteAsync(request, call), Writes.EnsureCompleted, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<VectorPoint>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        await collection.EnsureAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<VectorPoint>(ids.Count);
        foreach (var batch in ids.Distinct().Chunk(options.BatchSize))
        {
            var request = new Wire.GetPoints
            {
                CollectionName = options.Collection,
                Ids = { batch.Select(id => id.ToPointId()) },
                WithPayload = new Wire.WithPayloadSelector { Enable = true },
                WithVectors = new Wire.WithVectorsSelector { Enable = true },
            };
            var answer = await connection.ReadAsync("Points/Get", call => connection.Points.GetAsync(request, call), cancellationToken).ConfigureAwait(false);
            var points = answer.Result.Select(codec.Read).ToList();
            if (points.Count > batch.Length || points.Any(p => !batch.Contains(p.Id)))
                throw new InvalidDataException($"Qdrant at {connection.Address} answered points that were not asked for.");
            found.AddRange(points);
        }

        return found;
    }

    public async Task<IReadOnlyList<IReadOnlyList<VectorHit>>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken)
    {
        foreach (var query in queries)
            query.EnsureValid(Dimensions);
        await collection.EnsureAsync(cancellationToken).ConfigureAwait(false);
        var most = Math.Min(options.MaxCandidates, candidatesPerCall);
        var searches = queries.Select(query => new CandidateSearch(query, codec, options.Oversampling, most)).ToList();
        while (searches.Where(search => !search.Done).ToList() is { Count: > 0 } open)
            foreach (var batch in Together(open))
                await AskAsync(batch, cancellationToken).ConfigureAwait(false);
        searches.ForEach(search => metrics.Searched(search.Seen));
        return [.. searches.Select(search => search.Hits)];
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await collection.EnsureAsync(cancellationToken).ConfigureAwait(false);
        var request = new Wire.CountPoints { CollectionName = options.Collection, Exact = true };
        var answer = await connection.ReadAsync("Points/Count", call => connection.Points.CountAsync(request, call), cancellationToken).ConfigureAwait(false);
        return answer.Result is { Count: <= long.MaxValue } result
            ? (long)result.Count
            : throw new InvalidDataException($"Qdrant at {connection.Address} answered no count.");
    }

    public void Dispose()
    {
        collection.Dispose();
        connection.Dispose();
    }

    private async Task AskAsync(IReadOnlyList<CandidateSearch> searches, CancellationToken cancellationToken)
    {
        var request = new Wire.QueryBatchPoints { CollectionName = options.Collection, QueryPoints = { searches.Select(search => search.Message(options)) } };
        var answer = await connection
            .ReadAsync("Points/QueryBatch", call => connection.Points.QueryBatchAsync(request, call), cancellationToken)
            .ConfigureAwait(false);
        if (answer.Result.Count != searches.Count)
            throw new InvalidDataException($"Qdrant at {connection.Address} answered {answer.Result.Count} of {searches.Count} queries.");
        foreach (var (search, result) in searches.Zip(answer.Result))
            search.Take(result.Result);
    }

    /// <summary>As many searches a call as an answer has room for.</summary>
    private IEnumerable<IReadOnlyList<CandidateSearch>> Together(List<CandidateSearch> searches)
    {
        var batch = new List<CandidateSearch>();
        foreach (var search in searches)
        {
            if (batch.Count > 0 && batch.Sum(other => (long)other.Asked) + search.Asked > candidatesPerCall)
            {
                yield return batch;
                batch = [];
            }

            batch.Add(search);
        }

        yield return batch;
    }
}
