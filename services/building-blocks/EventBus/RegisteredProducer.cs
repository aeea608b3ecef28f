using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus;

/// <summary>A topic that this process publishes to, as it was registered. What a service's user may write follows from it.</summary>
public sealed record RegisteredProducer(Topic Topic);
