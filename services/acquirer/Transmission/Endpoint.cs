namespace SpotifyPlatform.Acquirer.Transmission;

/// <summary>Where a transmission-daemon answers.</summary>
internal interface IEndpointSource
{
    /// <summary>The address of an engine that runs, started if need be.</summary>
    /// <exception cref="IOException">It does not run.</exception>
    Task<Endpoint> GetAsync(CancellationToken cancellationToken);
}

/// <param name="Password">Never logged.</param>
internal sealed record Endpoint(Uri Address, string User, string Password);

/// <summary>An engine that somebody else runs.</summary>
internal sealed class ExternalEndpoint(TorrentOptions options) : IEndpointSource
{
    public Task<Endpoint> GetAsync(CancellationToken cancellationToken) => Task.FromResult(new Endpoint(options.Address, options.User, options.Password));
}
