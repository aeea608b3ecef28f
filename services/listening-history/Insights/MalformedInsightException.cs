namespace SpotifyPlatform.ListeningHistory.Insights;

/// <summary>A period, date or limit of a request is invalid; the message lists the valid values.</summary>
public sealed class MalformedInsightException(string message) : FormatException(message);
