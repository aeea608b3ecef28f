using Microsoft.Extensions.Logging;
using SpotifyPlatform.Music;
using SpotifyPlatform.Qdrant.Calls;
using SpotifyPlatform.Qdrant.Points;
using SpotifyPlatform.Qdrant.Search;

namespace SpotifyPlatform.Qdrant;

/// <summary>
/// Points in a Qdrant collection, over gRPC. Connects on the first call. Throws <see cref="IOException"/> for transient failures,
/// <see cref="TimeoutException"/> when the outcome of a write is unknown, <see cref="StoreRefusedException"/> for permanent failures, and
/// <see cref="InvalidDataException"/> for invalid responses.
/// </summary>
public sealed class QdrantVectorIndex : IVectorIndex, IVectorIndexWriter, IDisposable
{
    // Estimated bytes of a candidate without its vector: names, genres and ids.
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

    public string IndexName => $"qdrant {connection.Address} {options.Collection}";

    public async Task UpsertAsync(IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken)
    {
        foreach (var point in points)
            point.EnsureValid(Dimensions);
        await collection.EnsureAsync(cancellationToken).ConfigureAwait(false);
        foreach (var batch in points.Chunk(options.BatchSize))
        {
            var request = new Wire.UpsertPoints
            {
                CollectionName = options.Collection, Wait = true, Ordering = WriteSettings.Strong, Points = { batch.Select(PointCodec.Write) },
            };
            await connection
                .WriteAsync("Points/Upsert", call => connection.Client.Points.UpsertAsync(request, call), WriteSettings.EnsureCompleted, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task DeleteAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        await collection.EnsureAsync(cancellationToken).ConfigureAwait(false);
        foreach (var batch in ids.Chunk(options.BatchSize))
        {
            var selected = new Wire.PointsSelector { Points = new Wire.PointsIdsList { Ids = { batch.Select(id => id.ToPointId()) } } };
            var request = new Wire.DeletePoints { CollectionName = options.Collection, Wait = true, Ordering = WriteSettings.Strong, Points = selected };
            await connection
                .WriteAsync("Points/Delete", call => connection.Client.Points.DeleteAsync(request, call), WriteSettings.EnsureCompleted, cancellationToken)
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
            var answer = await connection.ReadAsync("Points/Get", call => connection.Client.Points.GetAsync(request, call), cancellationToken).ConfigureAwait(false);
            var points = answer.Result.Select(codec.Read).ToList();
            if (points.Count > batch.Length || points.Any(p => !batch.Contains(p.Id)))
                throw new InvalidDataException($"Qdrant at {connection.Address} returned points that were not requested.");
            found.AddRange(points);
        }

        return found;
    }

    public async Task<IReadOnlyList<IReadOnlyList<VectorHit>>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken)
    {
        foreach (var query in queries)
            query.EnsureValid(Dimensions);
        await collection.EnsureAsync(cancellationToken).ConfigureAwait(false);
        var maxCandidates = Math.Min(options.MaxCandidates, candidatesPerCall);
        var searches = queries.Select(query => new CandidateSearch(query, codec, options.Oversampling, maxCandidates)).ToList();
        while (searches.Where(search => !search.Done).ToList() is { Count: > 0 } open)
            foreach (var batch in GroupByResponseSize(open))
                await QueryAsync(batch, cancellationToken).ConfigureAwait(false);
        searches.ForEach(search => metrics.Searched(search.Seen));
        return [.. searches.Select(search => search.Hits)];
    }

    /// <summary>Promoted tracks are points among all others.</summary>
    public Task<IReadOnlyList<VectorHit>?> SearchTailAsync(VectorQuery query, CancellationToken cancellationToken)
    {
        query.EnsureValid(Dimensions);
        return Task.FromResult<IReadOnlyList<VectorHit>?>(null);
    }

    /// <summary>Every search asks the server.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await collection.EnsureAsync(cancellationToken).ConfigureAwait(false);
        var request = new Wire.CountPoints { CollectionName = options.Collection, Exact = true };
        var answer = await connection.ReadAsync("Points/Count", call => connection.Client.Points.CountAsync(request, call), cancellationToken).ConfigureAwait(false);
        return answer.Result is { Count: <= long.MaxValue } result
            ? (long)result.Count
            : throw new InvalidDataException($"Qdrant at {connection.Address} returned no count.");
    }

    public void Dispose()
    {
        collection.Dispose();
        connection.Dispose();
    }

    private async Task QueryAsync(IReadOnlyList<CandidateSearch> searches, CancellationToken cancellationToken)
    {
        var request = new Wire.QueryBatchPoints { CollectionName = options.Collection, QueryPoints = { searches.Select(search => search.ToRequest(options)) } };
        var answer = await connection
            .ReadAsync("Points/QueryBatch", call => connection.Client.Points.QueryBatchAsync(request, call), cancellationToken)
            .ConfigureAwait(false);
        if (answer.Result.Count != searches.Count)
            throw new InvalidDataException($"Qdrant at {connection.Address} answered only {answer.Result.Count} of {searches.Count} queries.");
        foreach (var (search, result) in searches.Zip(answer.Result))
            search.Process(result.Result);
    }

    /// <summary>Groups searches so that the response of a call stays within the message limit.</summary>
    private IEnumerable<IReadOnlyList<CandidateSearch>> GroupByResponseSize(List<CandidateSearch> searches)
    {
        var batch = new List<CandidateSearch>();
        foreach (var search in searches)
        {
            if (batch.Count > 0 && batch.Sum(other => (long)other.Requested) + search.Requested > candidatesPerCall)
            {
                yield return batch;
                batch = [];
            }

            batch.Add(search);
        }

        yield return batch;
    }
}
