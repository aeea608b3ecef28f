namespace SpotifyPlatform.LookupGateway.Progress;

/// <summary>A service, or one instance of it, that the status asks.</summary>
internal sealed record ServiceAddress(string Name, Uri Address);
