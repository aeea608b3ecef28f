using SpotifyPlatform.TableSql.DuckDb;

namespace SpotifyPlatform.TableSql.Scans;

/// <summary>Hands out ranges in order.</summary>
/// <param name="ranges">Each opens a range.</param>
internal sealed class RangeRun(IReadOnlyList<Func<IRangeReader>> ranges) : IScanRun
{
    private int next = -1;

    public int Ranges => ranges.Count;

    public IRangeReader? Next() => Interlocked.Increment(ref next) is var range && range < ranges.Count ? ranges[range]() : null;

    public void Dispose()
    {
    }
}
