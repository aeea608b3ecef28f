namespace SpotifyPlatform.ListeningHistory.Insights;

/// <summary>A question whose period, date or limit cannot be read; the message says which values may be given.</summary>
public sealed class MalformedInsightException(string message) : FormatException(message);
