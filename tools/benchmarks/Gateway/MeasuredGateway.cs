using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.LookupGateway;
using SpotifyPlatform.LookupGateway.Similar;
using SpotifyPlatform.Music;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Benchmarks.Gateway;

/// <summary>The gateway and the bare handlers, each on ports of its own, and their clients.</summary>
internal sealed class MeasuredGateway : IAsyncDisposable
{
    private const int Seeds = 2000;

    private readonly WebApplication gateway;
    private readonly WebApplication bare;
    private readonly GrpcChannel channel;
    private readonly GrpcChannel bareChannel;

    private MeasuredGateway(WebApplication gateway, WebApplication bare, Uri bareGrpc, Uri bareHttp)
    {
        (this.gateway, this.bare) = (gateway, bare);
        channel = GrpcChannel.ForAddress(gateway.GrpcAddress());
        bareChannel = GrpcChannel.ForAddress(bareGrpc);
        (Client, BareClient) = (new LookupService.LookupServiceClient(channel), new LookupService.LookupServiceClient(bareChannel));
        (Http, BareHttp) = (new HttpClient { BaseAddress = gateway.HttpAddress() }, new HttpClient { BaseAddress = bareHttp });
    }

    public LookupService.LookupServiceClient Client { get; }

    public LookupService.LookupServiceClient BareClient { get; }

    public HttpClient Http { get; }

    public HttpClient BareHttp { get; }

    public BareService Bare => bare.Services.GetRequiredService<BareService>();

    public string BareJson { get; set; } = "{}";

    public IVectorIndex Index => gateway.Services.GetRequiredService<IVectorIndex>();

    public static async Task<MeasuredGateway> StartAsync(string data)
    {
        var gateway = BuildGateway(data);
        await gateway.StartAsync();
        MeasuredGateway? made = null;
        var bare = BuildBare(() => made!.BareJson);
        await bare.StartAsync();
        var addresses = bare.Urls.Select(url => new Uri(url)).ToList();
        return made = new MeasuredGateway(gateway, bare, addresses[0], addresses[1]);
    }

    /// <summary>The ids of all tracks.</summary>
    public async Task<IReadOnlyList<string>> TrackIdsAsync(CancellationToken cancellationToken) =>
        await gateway.Services.GetRequiredService<CurrentTables>().Of(TrackTable.Name).ReadAsync(
            table =>
            {
                var ids = new List<string>();
                using var rows = table!.Scan();
                while (rows.MoveNext())
                    ids.Add(TrackId.FromKey(rows.Key).ToString());
                return ids;
            },
            cancellationToken);

    /// <summary>Queries of some tracks that have features, as the gateway makes them.</summary>
    public async Task<IReadOnlyDictionary<string, VectorQuery>> SeedsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var cache = gateway.Services.GetRequiredService<SeedVectorCache>();
        var queries = new Dictionary<string, VectorQuery>();
        for (var i = 0; i < ids.Count && queries.Count < Seeds; i += Math.Max(1, ids.Count / Seeds))
        {
            try
            {
                var seed = await cache.GetAsync(TrackId.Parse(ids[i]), cancellationToken);
                queries[ids[i]] = new VectorQuery(seed.Vector, 10) { Except = seed.Id, Weights = seed.Weights(null), Filter = new VectorFilter { MaxPopularity = 100 } };
            }
            catch (LookupGateway.Lookup.NotFoundException)
            {
                // A track without features.
            }
        }

        return queries;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        BareHttp.Dispose();
        channel.Dispose();
        bareChannel.Dispose();
        await gateway.StopAsync();
        await bare.StopAsync();
        await gateway.DisposeAsync();
        await bare.DisposeAsync();
    }

    private static WebApplication BuildGateway(string data)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Http:Port"] = "0", ["Http:GrpcPort"] = "0", ["Storage:DataFolder"] = data, ["Artifacts:Folder"] = Path.Combine(data, "artifacts"),
            ["EventBus:Path"] = Path.Combine(data, "bus.sqlite"),
        });
        builder.AddServiceDefaults("lookup-gateway");
        builder.Logging.ClearProviders();
        builder.AddEngines(busNeededToServe: false);
        builder.AddLookupGateway();
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapLookupGateway();
        return app;
    }

    private static WebApplication BuildBare(Func<string> json)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<BareService>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.MapGrpcService<BareService>();
        app.MapGet("/v1/tracks/{id}", () => Results.Content(json(), "application/json"));
        return app;
    }
}
