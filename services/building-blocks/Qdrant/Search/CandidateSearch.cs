using SpotifyPlatform.Music;
using SpotifyPlatform.Qdrant.Points;

namespace SpotifyPlatform.Qdrant.Search;

/// <summary>
/// One query: how many candidates to fetch, what to make of them, and whether to fetch more. Scores come from the vectors
/// that were returned, in double precision; Qdrant only proposes.
/// <para>
/// Without weights (or with equal ones) Qdrant orders by the very score, so whatever it did not return is not above the last
/// candidate, but for rounding: fetching more ends when the last candidate is below the last hit by more than that, or when
/// there are no more. With weights, Qdrant orders by sum(w q x) / |x|, the weighted score times |x|_w / |x|: an order that is
/// near but not the same. There <see cref="QdrantOptions.Oversampling"/> candidates a hit are fetched and ordered anew.
/// </para>
/// </summary>
internal sealed class CandidateSearch
{
    /// <summary>More than a server's single-precision score is off by.</summary>
    private const double Rounding = 1e-5;

    private const int Growth = 4;

    private readonly VectorQuery query;
    private readonly PointCodec codec;
    private readonly int most;
    private readonly int enough;
    private readonly bool weighted;
    private readonly float[] direction;
    private List<VectorHit> hits = [];
    private int asked;

    public CandidateSearch(VectorQuery query, PointCodec codec, int oversampling, int most)
    {
        (this.query, this.codec, this.most) = (query, codec, most);
        weighted = query.Weights is { } weights && weights.Any(w => w != weights[0]);
        direction = Direction(query);
        var wanted = weighted ? (long)query.Limit * oversampling : query.Limit + query.Limit / 2L;
        asked = enough = (int)Math.Min(wanted + 16, most);
        Done = query.Limit == 0 || direction.Length == 0;
    }

    public bool Done { get; private set; }

    /// <summary>How much was seen: complete, oversampled or capped.</summary>
    public string Seen { get; private set; } = "complete";

    /// <summary>Candidates to fetch next.</summary>
    public int Asked => asked;

    public IReadOnlyList<VectorHit> Hits => hits;

    public Wire.QueryPoints Message(QdrantOptions options)
    {
        var message = new Wire.QueryPoints
        {
            CollectionName = options.Collection,
            Query = new Wire.Query { Nearest = new Wire.VectorInput { Dense = new Wire.DenseVector { Data = { direction } } } },
            Limit = (ulong)asked,
            Params = new Wire.SearchParams
            {
                HnswEf = (ulong)Math.Max(options.SearchBreadth, asked),
                Exact = options.Exact,
                Quantization = new Wire.QuantizationSearchParams { Rescore = true, Oversampling = 2 },
            },
            WithVectors = new Wire.WithVectorsSelector { Enable = true },
            WithPayload = new Wire.WithPayloadSelector { Enable = true },
        };
        if (Conditions.Of(query) is { } filter)
            message.Filter = filter;
        return message;
    }

    /// <summary>Orders the candidates, and says whether they will do.</summary>
    /// <exception cref="InvalidDataException">There are more than were asked for, or one is no point of ours.</exception>
    public void Take(IReadOnlyList<Wire.ScoredPoint> candidates)
    {
        if (candidates.Count > asked)
            throw new InvalidDataException($"Qdrant answered {candidates.Count} points where {asked} were asked for.");
        var scored = candidates.Select(Score).DistinctBy(c => c.Id).ToList();
        hits = [.. scored
            .Where(c => !double.IsNaN(c.Score) && c.Id != query.Except)
            .OrderByDescending(c => c.Score).ThenBy(c => c.Id)
            .Select(c => (c.Score, Point: PointCodec.Read(c.Id, c.Payload, c.Direction)))
            .Where(c => query.Filter?.Passes(c.Point.Payload, c.Point.Mbid is not null) != false)
            .Take(query.Limit)
            .Select(c => new VectorHit(c.Point.Id, c.Score, c.Point.Vector, c.Point.Payload, c.Point.Mbid))];
        Done = candidates.Count < asked || IsEnough(scored) || asked == most;
        if (!Done)
            asked = (int)Math.Min((long)asked * Growth, most);
        else if (candidates.Count == asked && query.Limit > most)
            throw new ArgumentException($"A query asks for {query.Limit} hits; from Qdrant it gets at most {most} (Storage:Qdrant:MaxCandidates).");
        else if (candidates.Count == asked)
            Seen = weighted && hits.Count >= query.Limit ? "oversampled" : IsEnough(scored) ? "complete" : "capped";
    }

    private bool IsEnough(List<Candidate> scored)
    {
        if (hits.Count < query.Limit)
            return false;

        // A zero vector, which has no score here, has 0 there.
        return weighted ? asked >= enough : scored.Min(c => double.IsNaN(c.Score) ? 0 : c.Score) + Rounding < hits[^1].Score;
    }

    private Candidate Score(Wire.ScoredPoint candidate)
    {
        var id = candidate.Id.ToTrackId();
        var direction = codec.Direction(id, candidate.Vectors);
        return new Candidate(id, Cosine.Of(query.Vector, direction, query.Weights), direction, candidate.Payload);
    }

    /// <summary>w q with length 1; empty where it is zero, so that nothing can be found.</summary>
    private static float[] Direction(VectorQuery query)
    {
        var product = query.Vector.Select((q, d) => (double)q * (query.Weights?[d] ?? 1)).ToArray();
        var length = Math.Sqrt(product.Sum(p => p * p));
        return length == 0 ? [] : Array.ConvertAll(product, p => (float)(p / length));
    }

    /// <summary>A proposed point; its payload is read only where it is among the best.</summary>
    private readonly record struct Candidate(TrackId Id, double Score, float[] Direction, IReadOnlyDictionary<string, Wire.Value> Payload);
}
