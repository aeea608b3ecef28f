namespace SpotifyPlatform.Tables.Deriving;

/// <summary>
/// A table cannot be built from its inputs as they are, whatever is tried. The refusal is kept for the wanted id: another file or a changed
/// option gives another id, and is tried.
/// </summary>
/// <param name="reason">One of a bounded set.</param>
/// <param name="detail">A sentence for the operator: the input, the position, the remedy.</param>
public sealed class TableRefusedException(string reason, string detail, Exception? cause = null) : Exception(detail, cause)
{
    public string Reason { get; } = reason;
}
