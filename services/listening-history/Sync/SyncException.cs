namespace SpotifyPlatform.ListeningHistory.Sync;

/// <summary>A sync failed; the message says why and what to do. The database is unchanged.</summary>
public sealed class SyncException(string message, Exception? cause = null) : Exception(message, cause);
