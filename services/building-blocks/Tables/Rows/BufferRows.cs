using SpotifyPlatform.Tables.Files;

namespace SpotifyPlatform.Tables.Rows;

/// <summary>The rows of a sorted buffer.</summary>
internal sealed class BufferRows(RowBuffer rows) : IRowSource
{
    private int row = -1;

    public ReadOnlySpan<byte> Key => rows.Key(row);

    public ReadOnlySpan<byte> Value => rows.Value(row);

    public bool MoveNext() => ++row < rows.Count;

    public void Dispose()
    {
    }
}
