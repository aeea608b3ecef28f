using SpotifyPlatform.Music;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>A row of an input database, and what a table should have of it.</summary>
/// <param name="Id">Null where it is none: the row is left out.</param>
internal abstract record SourceRow(long Row, TrackId? Id)
{
    /// <summary>Whether the table should have no row of it, though it has an id.</summary>
    public virtual bool IsLeftOut => false;

    /// <param name="value">Of the table's row with this id.</param>
    public abstract void Compare(ReadOnlySpan<byte> value, Comparison differences);

    protected string Subject => $"{Id} (row {Row})";
}
