namespace SpotifyPlatform.EventBus.Backlog;

/// <summary>What a group of this process has left to do on a topic, and what it refused.</summary>
/// <param name="DeadLetters">Refused records that are not mended.</param>
internal sealed record GroupBacklog(GroupLag Lag, long DeadLetters);
