namespace SpotifyPlatform.EventBus;

/// <summary>What this process has the bus for.</summary>
/// <param name="IsNeededToServe">False for a service that answers without it.</param>
public sealed record BusUse(bool IsNeededToServe);
