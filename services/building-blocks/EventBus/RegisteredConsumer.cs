using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus;

/// <summary>Who consumes what in this process, as it was registered.</summary>
/// <param name="Group">The consumer group, or the name of a reader outside groups.</param>
/// <param name="IsGroup">Whether it is a group, and so has dead letters.</param>
public sealed record RegisteredConsumer(Topic Topic, string Group, bool IsGroup, Type Handler);
