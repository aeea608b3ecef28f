using System.Runtime.ExceptionServices;

namespace SpotifyPlatform.TableSql.DuckDb;

/// <summary>Keeps the first exception of a scan while DuckDB passes its message on, so that the caller gets the exception itself.</summary>
internal sealed class ScanFaults
{
    private Exception? first;

    /// <returns>What DuckDB is told.</returns>
    public string Keep(Exception ex)
    {
        Interlocked.CompareExchange(ref first, ex, null);
        return ex.Message;
    }

    public void Clear() => Volatile.Write(ref first, null);

    public void ThrowIfAny()
    {
        if (Interlocked.Exchange(ref first, null) is { } ex)
            ExceptionDispatchInfo.Throw(ex);
    }
}
