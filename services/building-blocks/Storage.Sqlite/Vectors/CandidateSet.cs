namespace SpotifyPlatform.Storage.Sqlite.Vectors;

/// <summary>The places whose score is not further than a margin below the best <paramref name="limit"/> scores.</summary>
internal sealed class CandidateSet(int limit, float margin)
{
    private readonly PriorityQueue<int, float> best = new();
    private readonly List<(int Place, float Score)> offered = [];

    /// <summary>Scores below it can be left out.</summary>
    public float Threshold { get; private set; } = float.NegativeInfinity;

    public void Offer(int place, float score)
    {
        // NaN, a place without a point, is not at or above anything.
        if (!(score >= Threshold))
            return;
        offered.Add((place, score));
        if (best.Count < limit)
            best.Enqueue(place, score);
        else
            best.EnqueueDequeue(place, score);
        if (best.Count == limit && best.TryPeek(out _, out var worst))
            Threshold = worst - margin;
    }

    public List<int> Places() => offered.Where(o => o.Score >= Threshold).Select(o => o.Place).ToList();
}
