using SpotifyPlatform.Tables.Files;
using SpotifyPlatform.Tables.Generations;
using SpotifyPlatform.Tables.Rows;

namespace SpotifyPlatform.Tables;

/// <summary>
/// Writes the rows of one unit of work, in any order; of rows with one key the last stays. Not for several threads. What is written
/// depends on the rows alone, never on memory or threads.
/// </summary>
public sealed class TableWriter : IDisposable
{
    /// <summary>The reason under which rows are counted that a later row of the same key replaced.</summary>
    public const string Replaced = "replaced_by_later_row";

    /// <summary>The counts of values that rows lack begin with this; the reason follows.</summary>
    public const string InvalidValues = "invalid_values/";

    /// <summary>Positions that are kept of each reason.</summary>
    public const int MaxPositions = 10;

    /// <summary>The longest value.</summary>
    public const int MaxValueBytes = PageFormat.MaxValueBytes;

    private readonly TablePlan plan;
    private readonly TableOptions options;
    private readonly ScratchFolder scratch;
    private readonly Func<UnitResult, IReadOnlyList<WrittenFile>, CancellationToken, Task> storeAsync;
    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> leftOut = new(StringComparer.Ordinal);
    private readonly Positions positions = new();
    private readonly ReplacedKeys replacedKeys = new(MaxPositions);
    private readonly int unit;
    private readonly byte[] lastKey;
    private PartSequence parts;
    private IReadOnlyList<WrittenFile> firstRuns = [];
    private RowSorter? sorter;
    private long added;

    /// <param name="storeAsync">Puts the parts into the store and then the result.</param>
    internal TableWriter(
        TablePlan plan, int unit, TableOptions options, ScratchFolder scratch, Func<UnitResult, IReadOnlyList<WrittenFile>, CancellationToken, Task> storeAsync)
    {
        (this.plan, this.unit, this.options, this.scratch, this.storeAsync) = (plan, unit, options, scratch, storeAsync);
        lastKey = new byte[plan.KeyBytes];
        parts = NewParts();
    }

    private bool Threaded => options.Threads > 1;

    /// <summary>Adds a row. Rows that come in the ascending order of keys are written at once; others are sorted first.</summary>
    /// <param name="value">At most <see cref="MaxValueBytes"/>.</param>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.Length != plan.KeyBytes)
            throw new ArgumentException($"A key of table {plan.Table} has {plan.KeyBytes} bytes, not {key.Length}.", nameof(key));
        if (value.Length > MaxValueBytes)
            throw new ArgumentException($"A value of table {plan.Table} has {value.Length} bytes; it has at most {MaxValueBytes}.", nameof(value));
        if (sorter is null && added > 0 && key.SequenceCompareTo(lastKey) <= 0)
            BeginSorting();
        added++;
        if (sorter is not null)
        {
            sorter.Add(key, value);
            return;
        }

        parts.Add(key, value);
        key.CopyTo(lastKey);
    }

    /// <summary>Counts rows of the source that are not in the table.</summary>
    /// <param name="reason">One of a bounded set.</param>
    /// <param name="at">Where in the source, such as <c>tracks row 7</c>; the first <see cref="MaxPositions"/> are kept.</param>
    public void LeaveOut(string reason, long rows = 1, IEnumerable<string>? at = null)
    {
        leftOut[reason] = leftOut.GetValueOrDefault(reason) + rows;
        positions.Add(reason, at ?? []);
    }

    /// <summary>Counts values of the source that rows of the table lack, because the source's are invalid.</summary>
    /// <inheritdoc cref="LeaveOut"/>
    public void CountInvalid(string reason, long values, IEnumerable<string> at)
    {
        Count(InvalidValues + reason, values);
        positions.Add(InvalidValues + reason, at);
    }

    /// <summary>Counts something that readers would otherwise scan for, such as a bucket of a histogram.</summary>
    public void Count(string name, long by = 1) => counts[name] = counts.GetValueOrDefault(name) + by;

    /// <summary>Writes what is left, and puts all of it into the store.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        var files = await Task.Run(() => Complete(cancellationToken), cancellationToken).ConfigureAwait(false);
        if (added - files.Sum(file => file.Rows) is > 0 and var replaced)
            LeaveOut(Replaced, replaced, replacedKeys.Lowest.Select(key => $"key {key}"));
        var result = new UnitResult
        {
            Parts =
            [
                .. files.Select((file, i) => new TableStore.Part
                {
                    Name = GenerationKeys.PartName(unit, i),
                    FirstKey = Convert.ToHexStringLower(file.FirstKey),
                    LastKey = Convert.ToHexStringLower(file.LastKey),
                    Rows = file.Rows,
                    Bytes = file.Bytes,
                    Sha256 = file.Sha256,
                }),
            ],
            Counts = counts,
            LeftOut = leftOut,
            Positions = positions.All,
        };
        await storeAsync(result, files, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the scratch files.</summary>
    public void Dispose()
    {
        parts.Dispose();
        sorter?.Dispose();
        scratch.Dispose();
    }

    private PartSequence NewParts() => new(plan.KeyBytes, plan.PageBytes, options.PartBytes, Threaded, scratch.NewFile);

    /// <summary>What was written in order so far becomes the first runs.</summary>
    private void BeginSorting()
    {
        firstRuns = parts.Complete();
        parts.Dispose();
        parts = NewParts();
        sorter = new RowSorter(plan.KeyBytes, options.MemoryBytes, Threaded, replacedKeys, scratch.NewFile);
    }

    private IReadOnlyList<WrittenFile> Complete(CancellationToken cancellationToken)
    {
        if (sorter is null)
            return parts.Complete();
        using var rows = new MergedRows([.. firstRuns.Select(run => new RunRows(run.Path, FileCursor.UsualReadBytes)), .. sorter.Finish()], replacedKeys);
        for (var row = 0; rows.MoveNext(); row++)
        {
            parts.Add(rows.Key, rows.Value);
            if (row % 4096 == 0)
                cancellationToken.ThrowIfCancellationRequested();
        }

        return parts.Complete();
    }
}
