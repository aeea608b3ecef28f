using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.EdgeGateway.Keys;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.EdgeGateway.Tests;

/// <summary>The edge as a server on free ports, with keys in a temporary folder.</summary>
internal sealed class TestEdge : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestEdge(WebApplication app, TemporaryFolder folder)
    {
        (this.app, Folder) = (app, folder);
        Json = new HttpClient { BaseAddress = app.AdditionalAddress(0) };
        Channel = GrpcChannel.ForAddress(app.AdditionalAddress(1));
    }

    public TemporaryFolder Folder { get; }

    /// <summary>Of the port for clients that speaks HTTP/1.1.</summary>
    public HttpClient Json { get; }

    /// <summary>To the port for clients that speaks gRPC.</summary>
    public GrpcChannel Channel { get; }

    public LookupService.LookupServiceClient Lookup => new(Channel);

    public Uri GrpcAddress => app.AdditionalAddress(1);

    public Uri TlsAddress => app.AdditionalAddress(2);

    public Uri OperatorAddress => app.HttpAddress();

    public Uri OperatorGrpcAddress => app.GrpcAddress();

    public IServiceProvider Services => app.Services;

    public FakeLogCollector Logs => app.Services.GetFakeLogCollector();

    public static Task<TestEdge> StartAsync(TestUpstream upstream, params (string Key, string Value)[] settings) => StartAsync([upstream], settings);

    public static async Task<TestEdge> StartAsync(TestUpstream[] upstreams, (string Key, string Value)[] settings, TemporaryFolder? folder = null)
    {
        folder ??= new TemporaryFolder();
        var addresses = string.Join(',', upstreams.Select(upstream => upstream.Address));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Http:Port"] = "0", ["Http:GrpcPort"] = "0", ["EdgeGateway:Ports:Http"] = "0", ["EdgeGateway:Ports:Grpc"] = "0", ["EdgeGateway:Ports:Https"] = "0",
            ["EdgeGateway:LookupGateway"] = addresses, ["EdgeGateway:ListeningHistory"] = addresses,
            ["EdgeGateway:Keys:File"] = folder.File("keys.json"), ["EdgeGateway:Keys:LastUsedFile"] = folder.File("last-used.json"), ["EdgeGateway:Keys:ReloadInterval"] = "0",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)));
        builder.AddServiceDefaults(EdgeGatewayRegistration.Name);
        builder.AddEdgeGateway();
        builder.Logging.ClearProviders().AddFakeLogging();
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapEdgeGateway();
        await app.StartAsync();
        return new TestEdge(app, folder);
    }

    /// <returns>The key of a new client.</returns>
    public async Task<string> KeyAsync(string client = "phone", KeyScope[]? scopes = null, string[]? accounts = null, TimeSpan? lifetime = null, DateTimeOffset? created = null)
    {
        var key = "";
        await KeyFile.ChangeAsync(
            Folder.File("keys.json"),
            registry =>
            {
                (var changed, key) = registry.Create(client, scopes ?? [KeyScope.Read], accounts ?? [], created ?? TimeProvider.System.GetUtcNow(), lifetime);
                return changed;
            },
            CancellationToken.None);
        return key;
    }

    public Task<HttpResponseMessage> SendAsync(string path, string? key = null, HttpMethod? method = null, HttpContent? content = null, params (string Name, string Value)[] headers) =>
        SendAsync(Json, new Uri(Json.BaseAddress!, path), key, method, content, headers);

    public static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, Uri address, string? key, HttpMethod? method, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, address) { Content = content };
        if (key is not null)
            request.Headers.Add("x-api-key", key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    public async Task<HttpStatusCode> StatusAsync(string path, string? key = null)
    {
        using var response = await SendAsync(path, key);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Json.Dispose();
        Channel.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Folder.Dispose();
    }
}
