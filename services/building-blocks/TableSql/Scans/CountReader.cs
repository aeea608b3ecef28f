using SpotifyPlatform.TableSql.DuckDb;

namespace SpotifyPlatform.TableSql.Scans;

/// <summary>Rows of which no value is asked for, as many as the manifest counts.</summary>
internal sealed class CountReader(long rows) : IRangeReader
{
    private long left = rows;

    public int Read(RowChunk chunk)
    {
        var next = (int)Math.Min(left, chunk.Capacity);
        left -= next;
        return next;
    }

    public void Dispose()
    {
    }
}
