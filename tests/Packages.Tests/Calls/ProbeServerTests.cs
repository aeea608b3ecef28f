namespace SpotifyPlatform.Packages.Tests.Calls;

/// <summary>A server with default options for every test of the class.</summary>
public abstract class ProbeServerTests : IAsyncLifetime
{
    private ProbeServer? _server;

    internal ProbeServer Server => _server ?? throw new InvalidOperationException("The server starts before the test.");

    internal Probe.ProbeClient Client => Server.Client;

    public async Task InitializeAsync() => _server = await ProbeServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
