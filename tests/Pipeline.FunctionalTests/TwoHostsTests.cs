using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Acquirer;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Status.V1;
using SpotifyPlatform.CooccurrenceMiner;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.LookupGateway;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ShardExtractor;
using SpotifyPlatform.Sqlite.Bus;
using SpotifyPlatform.Vectorizer;
using SpotifyPlatform.WarehouseLoader;
using SpotifyPlatform.Xref;
using PipelineProgress = SpotifyPlatform.PipelineStatus.PipelineProgress;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>
/// Two hosts with separate data folders share the work of one bus and one artifact store. The input is analysis shards, one of them
/// refused: what is made of the catalogue, the features and the playlists is still joined in the folder of the instance that read it.
/// </summary>
public sealed class TwoHostsTests
{
    private const int Shards = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Run_TwoHostsOnOneBus_StatusEqualsThatOfOneHost()
    {
        using var world = await World.CreateAsync(tracks: 900, shards: Shards, playlists: 10);
        var input = Path.Combine(world.Input, "audio-analysis");
        var refused = Directory.GetFiles(input).Order(StringComparer.Ordinal).First();
        Zstd.Write(refused, [.. Enumerable.Repeat("{\"error\":{\"status\":404}}", 150), .. Zstd.Lines(refused).Take(1)]);

        var one = await RunAsync(world, input, "one", hosts: 1);
        var two = await RunAsync(world, input, "two", hosts: 2);

        Assert.Equal(Describe(one[0]), Describe(two[0]));
        Assert.Single(one[0].Refused);
        // Both have extracted shards, so the work was shared.
        Assert.All(two.Skip(1), host => Assert.InRange(host.Count(StageNames.ShardsExtracted), 1, Shards - 2));
    }

    /// <returns>The status of the whole, then that of each host.</returns>
    private static async Task<IReadOnlyList<PipelineProgress>> RunAsync(World world, string files, string name, int hosts)
    {
        using var log = new SqliteEventBus(world.OtherData($"{name}-bus.sqlite"), new TopicOptions(), TimeProvider.System);
        var bus = new AssignmentBus(log);
        var input = Directory.CreateDirectory(world.OtherData($"{name}-input")).FullName;
        var apps = new List<WebApplication>();
        try
        {
            for (var host = hosts - 1; host >= 0; host--)
            {
                // The first is asked and knows the others, so it starts last.
                var others = string.Join(',', apps.Select(other => other.GrpcAddress()));
                var app = Build(bus, input, world.OtherData($"{name}-artifacts"), world.OtherData($"{name}-{host}"), host == 0 ? others : null);
                await app.StartAsync();
                apps.Add(app);
            }

            // Only then, because a host that is alone does all there is to do before another has started.
            await SharedAsync(bus, hosts);
            Place(files, input);
            await IdleAsync(bus);
            var statuses = new List<PipelineProgress> { await AskAllAsync(apps[^1]) };
            foreach (var started in apps)
                statuses.Add(await started.Services.GetRequiredService<ServiceStatusReader>().ReadAsync(CancellationToken.None));
            return statuses;
        }
        finally
        {
            foreach (var started in apps)
            {
                await started.StopAsync();
                await started.DisposeAsync();
            }
        }
    }

    private static async Task SharedAsync(AssignmentBus bus, int hosts)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (bus.Shares("shard-extractor", Topics.FileVerified).Count < hosts || bus.Shares("warehouse-loader", Topics.ShardExtracted).Count < hosts)
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
    }

    /// <summary>Each file appears whole.</summary>
    private static void Place(string files, string input)
    {
        var staging = Directory.CreateDirectory(input + "-staging").FullName;
        foreach (var file in Directory.GetFiles(files))
        {
            var copy = Path.Combine(staging, Path.GetFileName(file));
            File.Copy(file, copy);
            File.Move(copy, Path.Combine(input, Path.GetFileName(file)));
        }
    }

    private static WebApplication Build(AssignmentBus bus, string input, string artifacts, string data, string? others)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:DataFolder"] = data,
            ["Acquirer:DataFolder"] = data,
            ["Acquirer:QuietTime"] = "00:00:00.100",
            ["Artifacts:Folder"] = artifacts,
            ["Artifacts:InputFolder"] = input,
            ["CooccurrenceMiner:DataFolder"] = data,
            ["ShardExtractor:DataFolder"] = data,
            ["ShardExtractor:OutputFolder"] = Path.Combine(data, "extract"),
            ["Http:Port"] = "0",
            ["Http:GrpcPort"] = "0",
            ["EventBus:PollWait"] = "00:00:00.100",
        });
        if (others is { Length: > 0 })
            builder.Configuration.AddInMemoryCollection([new("Services:other", others)]);
        builder.AddServiceDefaults("platform");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(bus).AddEventBusOn<AssignmentBus>();
        builder.AddEngines();
        builder.AddAcquirer();
        builder.AddShardExtractor();
        builder.AddWarehouseLoader();
        builder.AddXref();
        builder.AddVectorizer();
        builder.AddCooccurrenceMiner();
        builder.AddLookupGateway();
        var app = builder.Build();
        app.MapServiceDefaults().MapServiceStatus().MapLookupGateway();
        return app;
    }

    private static async Task IdleAsync(AssignmentBus bus)
    {
        using var patience = new CancellationTokenSource(Patience);
        var idle = new IdleDetector();
        while (true)
        {
            var lags = await bus.ReadLagAsync(patience.Token);
            if (lags.Any(lag => lag.Topic == Topics.FileVerified.Name && lag.End >= Shards) && idle.Observe(lags))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
        }
    }

    private static async Task<PipelineProgress> AskAllAsync(WebApplication app)
    {
        using var channel = GrpcChannel.ForAddress(app.GrpcAddress());
        var answer = await new PipelineStatusService.PipelineStatusServiceClient(channel).GetPipelineStatusAsync(new GetPipelineStatusRequest());
        Assert.All(answer.Services, service => Assert.Equal("", service.Error));
        return ProgressMapper.FromMessage(answer.Progress);
    }

    private static IEnumerable<string> Describe(PipelineProgress progress) =>
    [
        .. progress.Stages.Select(stage => stage.Name).Distinct().Order(StringComparer.Ordinal).Select(stage => $"{stage} {progress.Count(stage)}"),
        // Ticks come by the clock, so their number differs.
        .. progress.Groups.Select(group => (group.Topic.StartsWith("schedule.", StringComparison.Ordinal) ? group with { Total = 0 } : group).ToString()),
        // The id ends with the revision, a time.
        .. progress.Refused.Select(refused => $"{refused.Group} {refused.Key} {refused.Id[..refused.Id.LastIndexOf('/')]} {refused.Refusal}"),
    ];
}
