namespace SpotifyPlatform.ListeningHistory.Sync;

/// <summary>A sync that cannot be done; the message says why and what to do. The database is as it was.</summary>
public sealed class SyncException(string message, Exception? cause = null) : Exception(message, cause);
