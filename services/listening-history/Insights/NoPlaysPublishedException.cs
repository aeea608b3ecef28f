namespace SpotifyPlatform.ListeningHistory.Insights;

/// <summary>The account has no published plays.</summary>
public sealed class NoPlaysPublishedException(string account)
    : Exception($"Account '{account}' has no plays yet. Import an export first: platform listening ingest PATH --account {account}.");
