using SpotifyPlatform.Tables.Files;

namespace SpotifyPlatform.Tables.Rows;

/// <summary>Sorted runs as one; of rows with one key the one of the last run stays.</summary>
internal sealed class MergedRows : IRowSource
{
    private readonly IRowSource[] runs;
    private readonly ulong[] prefixes;
    private readonly ReplacedKeys replaced;

    /// <summary>A heap of runs by their current keys, the later run first among equal ones.</summary>
    private readonly int[] heap;

    private int size;
    private int current = -1;

    /// <param name="runs">In the order in which their rows came.</param>
    /// <param name="replaced">Told the keys of which a later run has the row.</param>
    public MergedRows(IReadOnlyList<IRowSource> runs, ReplacedKeys replaced)
    {
        this.replaced = replaced;
        this.runs = [.. runs];
        prefixes = new ulong[runs.Count];
        heap = new int[runs.Count];
        for (var run = 0; run < runs.Count; run++)
        {
            if (!Advance(run))
                continue;
            heap[size++] = run;
            Rise(size - 1);
        }
    }

    public ReadOnlySpan<byte> Key => runs[current].Key;

    public ReadOnlySpan<byte> Value => runs[current].Value;

    public bool MoveNext()
    {
        if (current >= 0)
            Replace();
        if (size == 0)
            return false;
        current = heap[0];
        return true;
    }

    public void Dispose()
    {
        foreach (var run in runs)
            run.Dispose();
    }

    /// <summary>Moves the first run on, and every other one that has the same key: its row is replaced.</summary>
    private void Replace()
    {
        while (size > 1 && IsEqual(current, NextBest()))
        {
            replaced.Add(runs[current].Key);
            var at = Array.IndexOf(heap, NextBest(), 0, size);
            AdvanceAt(at);
        }

        AdvanceAt(0);
    }

    private int NextBest() => size > 2 && IsBefore(heap[2], heap[1]) ? heap[2] : heap[1];

    private void AdvanceAt(int at)
    {
        if (!Advance(heap[at]))
        {
            heap[at] = heap[--size];
            if (at == size)
                return;
            Rise(at);
        }

        Sink(at);
    }

    private bool Advance(int run)
    {
        if (!runs[run].MoveNext())
            return false;
        prefixes[run] = KeyPrefix.Of(runs[run].Key);
        return true;
    }

    private bool IsEqual(int one, int other) => prefixes[one] == prefixes[other] && runs[one].Key.SequenceEqual(runs[other].Key);

    private bool IsBefore(int one, int other)
    {
        if (prefixes[one] != prefixes[other])
            return prefixes[one] < prefixes[other];
        var order = runs[one].Key.SequenceCompareTo(runs[other].Key);
        return order != 0 ? order < 0 : one > other;
    }

    private void Rise(int at)
    {
        for (var parent = (at - 1) / 2; at > 0 && IsBefore(heap[at], heap[parent]); at = parent, parent = (at - 1) / 2)
            (heap[at], heap[parent]) = (heap[parent], heap[at]);
    }

    private void Sink(int at)
    {
        while (true)
        {
            var child = 2 * at + 1;
            if (child >= size)
                return;
            if (child + 1 < size && IsBefore(heap[child + 1], heap[child]))
                child++;
            if (!IsBefore(heap[child], heap[at]))
                return;
            (heap[at], heap[child]) = (heap[child], heap[at]);
            at = child;
        }
    }
}
