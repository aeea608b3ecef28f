using SpotifyPlatform.Music;
using SpotifyPlatform.Qdrant.Points;

namespace SpotifyPlatform.Qdrant.Search;

/// <summary>
/// The state of one query: how many candidates to fetch, the hits among them, and whether to fetch more. Scores are computed in double precision
/// from the returned vectors; Qdrant only proposes candidates.
/// <para>
/// Without weights (or with equal ones) Qdrant orders by the same score, so points that it did not return do not score above the last candidate,
/// except for rounding: fetching ends when the last candidate is below the last hit by more than that, or when there are no more points. With
/// weights, Qdrant orders by sum(w q x) / |x|, the weighted score times |x|_w / |x|, which is a similar but different order:
/// <see cref="QdrantOptions.Oversampling"/> candidates per hit are fetched and sorted again.
/// </para>
/// </summary>
internal sealed class CandidateSearch
{
    /// <summary>Upper bound of the error of the server's single-precision scores.</summary>
    private const double Rounding = 1e-5;

    private const int Growth = 4;

    private readonly VectorQuery query;
    private readonly PointCodec codec;
    private readonly int maxCandidates;
    private readonly int sufficient;
    private readonly bool weighted;
    private readonly float[] direction;
    private List<VectorHit> hits = [];
    private int requested;

    public CandidateSearch(VectorQuery query, PointCodec codec, int oversampling, int maxCandidates)
    {
        (this.query, this.codec, this.maxCandidates) = (query, codec, maxCandidates);
        weighted = query.Weights is { } weights && weights.Any(w => w != weights[0]);
        direction = Direction(query);
        var wanted = weighted ? (long)query.Limit * oversampling : query.Limit + query.Limit / 2L;
        requested = sufficient = (int)Math.Min(wanted + 16, maxCandidates);
        Done = query.Limit == 0 || direction.Length == 0;
    }

    public bool Done { get; private set; }

    /// <summary>Completeness of the candidates: complete, oversampled or capped.</summary>
    public string Seen { get; private set; } = "complete";

    /// <summary>Candidates to fetch with the next request.</summary>
    public int Requested => requested;

    public IReadOnlyList<VectorHit> Hits => hits;

    public Wire.QueryPoints ToRequest(QdrantOptions options)
    {
        var message = new Wire.QueryPoints
        {
            CollectionName = options.Collection,
            Query = new Wire.Query { Nearest = new Wire.VectorInput { Dense = new Wire.DenseVector { Data = { direction } } } },
            Limit = (ulong)requested,
            Params = new Wire.SearchParams
            {
                HnswEf = (ulong)Math.Max(options.SearchBreadth, requested),
                Exact = options.Exact,
                // A collection that was created with int8 vectors is searched with them only when they are configured.
                Quantization = options.Int8Quantization
                    ? new Wire.QuantizationSearchParams { Rescore = true, Oversampling = 2 }
                    : new Wire.QuantizationSearchParams { Ignore = true },
            },
            WithVectors = new Wire.WithVectorsSelector { Enable = true },
            WithPayload = new Wire.WithPayloadSelector { Enable = true },
        };
        if (QueryFilter.Of(query) is { } filter)
            message.Filter = filter;
        return message;
    }

    /// <summary>Sorts the candidates and decides whether more are needed.</summary>
    /// <exception cref="InvalidDataException">There are more candidates than requested, or one is malformed.</exception>
    public void Process(IReadOnlyList<Wire.ScoredPoint> candidates)
    {
        if (candidates.Count > requested)
            throw new InvalidDataException($"Qdrant returned {candidates.Count} points where {requested} were requested.");
        var scored = candidates.Select(Score).DistinctBy(c => c.Id).ToList();
        hits = [.. scored
            .Where(c => !double.IsNaN(c.Score) && c.Id != query.Except)
            .OrderByDescending(c => c.Score).ThenBy(c => c.Id)
            .Select(c => (c.Score, Point: PointCodec.Read(c.Id, c.Payload, c.Direction)))
            .Where(c => query.Filter?.Passes(c.Point.Payload, c.Point.Mbid is not null) != false)
            .Take(query.Limit)
            .Select(c => new VectorHit(c.Point.Id, c.Score, c.Point.Vector, c.Point.Payload, c.Point.Mbid))];
        Done = candidates.Count < requested || IsEnough(scored) || requested == maxCandidates;
        if (!Done)
            requested = (int)Math.Min((long)requested * Growth, maxCandidates);
        else if (candidates.Count == requested && query.Limit > maxCandidates)
            throw new ArgumentException($"The limit of the query is {query.Limit}; Qdrant returns at most {maxCandidates} hits (Storage:Qdrant:MaxCandidates).");
        else if (candidates.Count == requested)
            Seen = weighted && hits.Count >= query.Limit ? "oversampled" : IsEnough(scored) ? "complete" : "capped";
    }

    private bool IsEnough(List<Candidate> scored)
    {
        if (hits.Count < query.Limit)
            return false;

        // A zero vector has no score here, but scores 0 in Qdrant.
        return weighted ? requested >= sufficient : scored.Min(c => double.IsNaN(c.Score) ? 0 : c.Score) + Rounding < hits[^1].Score;
    }

    private Candidate Score(Wire.ScoredPoint candidate)
    {
        var id = candidate.Id.ToTrackId();
        var direction = codec.Direction(id, candidate.Vectors);
        return new Candidate(id, Cosine.Of(query.Vector, direction, query.Weights), direction, candidate.Payload);
    }

    /// <summary>w q, normalised to length 1; empty if it is zero, so that nothing is found.</summary>
    private static float[] Direction(VectorQuery query)
    {
        var product = query.Vector.Select((q, d) => (double)q * (query.Weights?[d] ?? 1)).ToArray();
        var length = Math.Sqrt(product.Sum(p => p * p));
        return length == 0 ? [] : Array.ConvertAll(product, p => (float)(p / length));
    }

    /// <summary>A candidate. Its payload is decoded only if it becomes a hit.</summary>
    private readonly record struct Candidate(TrackId Id, double Score, float[] Direction, IReadOnlyDictionary<string, Wire.Value> Payload);
}
