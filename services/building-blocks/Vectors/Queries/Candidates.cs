namespace SpotifyPlatform.Vectors.Queries;

/// <summary>
/// Keeps the rows that may be among the best. A score differs from the exact one by at most <c>error</c>: with f the limit-th best score, the exact
/// limit-th best is at least f - error, so a row that scores below f - 2 error cannot be among the best.
/// </summary>
internal sealed class Candidates(int limit, float error)
{
    private const int MaxExcess = 1024;

    /// <summary>Min-heap of the best scores.</summary>
    private float[] heap = new float[Math.Min(limit, 256)];
    private readonly List<(long Row, float Score)> rows = [];
    private int count;

    /// <summary>Rows with a lower score cannot be among the best.</summary>
    public float Threshold { get; private set; } = float.NegativeInfinity;

    public bool IsFull => count == limit;

    /// <summary>The rows that may be among the best.</summary>
    public IEnumerable<long> Rows() => rows.Where(row => row.Score >= Threshold).Select(row => row.Row);

    public void Add(long row, float score)
    {
        if (!(score >= Threshold))
            return;
        rows.Add((row, score));
        Insert(score);
        if (rows.Count > 2L * limit + MaxExcess)
            rows.RemoveAll(known => known.Score < Threshold);
    }

    private void Insert(float score)
    {
        if (count < limit)
        {
            if (count == heap.Length)
                Array.Resize(ref heap, (int)Math.Min(limit, 2L * count));
            SiftUp(count++, score);
        }
        else if (score > heap[0])
        {
            SiftDown(score);
        }
        else
        {
            return;
        }

        if (count == limit)
            Threshold = heap[0] - 2 * error;
    }

    private void SiftUp(int at, float score)
    {
        for (int parent; at > 0 && heap[parent = (at - 1) / 2] > score; at = parent)
            heap[at] = heap[parent];
        heap[at] = score;
    }

    private void SiftDown(float score)
    {
        var at = 0;
        for (int child; (child = 2 * at + 1) < count; at = child)
        {
            if (child + 1 < count && heap[child + 1] < heap[child])
                child++;
            if (heap[child] >= score)
                break;
            heap[at] = heap[child];
        }

        heap[at] = score;
    }
}
