namespace SpotifyPlatform.Vectors.Scan;

/// <summary>
/// The places that may be among the best. A score is at most <c>error</c> from the exact one, so with f the limit-th best score the exact limit-th best is
/// at least f - error, and what scores below f - 2 error is below it.
/// </summary>
internal sealed class Candidates(int limit, float error)
{
    private const int Spare = 1024;

    /// <summary>The best scores, the least first.</summary>
    private float[] heap = new float[Math.Min(limit, 256)];
    private readonly List<(long Place, float Score)> offered = [];
    private int held;

    /// <summary>What scores below it is not among the best.</summary>
    public float Threshold { get; private set; } = float.NegativeInfinity;

    public bool IsFull => held == limit;

    /// <summary>Those that may be among the best.</summary>
    public IEnumerable<long> Places() => offered.Where(o => o.Score >= Threshold).Select(o => o.Place);

    public void Offer(long place, float score)
    {
        if (!(score >= Threshold))
            return;
        offered.Add((place, score));
        Hold(score);
        if (offered.Count > 2L * limit + Spare)
            offered.RemoveAll(o => o.Score < Threshold);
    }

    private void Hold(float score)
    {
        if (held < limit)
        {
            if (held == heap.Length)
                Array.Resize(ref heap, (int)Math.Min(limit, 2L * held));
            Rise(held++, score);
        }
        else if (score > heap[0])
        {
            Sink(score);
        }
        else
        {
            return;
        }

        if (held == limit)
            Threshold = heap[0] - 2 * error;
    }

    private void Rise(int at, float score)
    {
        for (int parent; at > 0 && heap[parent = (at - 1) / 2] > score; at = parent)
            heap[at] = heap[parent];
        heap[at] = score;
    }

    private void Sink(float score)
    {
        var at = 0;
        for (int child; (child = 2 * at + 1) < held; at = child)
        {
            if (child + 1 < held && heap[child + 1] < heap[child])
                child++;
            if (heap[child] >= score)
                break;
            heap[at] = heap[child];
        }

        heap[at] = score;
    }
}
