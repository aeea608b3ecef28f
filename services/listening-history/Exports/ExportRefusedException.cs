namespace SpotifyPlatform.ListeningHistory.Exports;

/// <summary>A file, archive or folder cannot be read as an export. Nothing of it is imported; the rest is.</summary>
/// <param name="reason">One of a bounded set, in snake case.</param>
/// <param name="message">What is wrong, where, and what to do.</param>
internal sealed class ExportRefusedException(string reason, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Reason { get; } = reason;
}
