using System.Numerics;

namespace SpotifyPlatform.Storage.Sqlite.Vectors;

/// <summary>The places whose score is not further than a margin below the best <paramref name="limit"/> scores.</summary>
/// <param name="excepted">A place that is left out; -1 for none.</param>
internal sealed class CandidateSet(int limit, float margin, int excepted)
{
    private readonly PriorityQueue<int, float> best = new();
    private readonly List<(int Place, float Score)> offered = [];
    private float threshold = float.NegativeInfinity;

    /// <summary>Scores below it can be left out.</summary>
    public Vector<float> Bound { get; private set; } = new(float.NegativeInfinity);

    /// <summary>Offers the scores of neighbouring places.</summary>
    public void Offer(int first, Vector<float> scores)
    {
        for (var lane = 0; lane < Vector<float>.Count; lane++)

            // NaN, a place without a point, is not at or above anything.
            if (scores[lane] >= threshold && first + lane != excepted)
                Take(first + lane, scores[lane]);
    }

    public IEnumerable<int> Places() => offered.Where(o => o.Score >= threshold).Select(o => o.Place);

    private void Take(int place, float score)
    {
        offered.Add((place, score));
        if (best.Count < limit)
            best.Enqueue(place, score);
        else
            best.EnqueueDequeue(place, score);
        if (best.Count == limit && best.TryPeek(out _, out var worst))
        {
            threshold = worst - margin;
            Bound = new Vector<float>(threshold);
        }
    }
}
