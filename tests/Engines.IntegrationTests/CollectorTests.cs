using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Metrics;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Testing;
using SpotifyPlatform.Testing.EventBus;
using Xunit.Abstractions;

namespace SpotifyPlatform.Engines.IntegrationTests;

/// <summary>A host that publishes, consumes, derives and answers, and what a real OpenTelemetry Collector receives of it.</summary>
[Trait("Category", "Integration")]
public sealed class CollectorTests(ITestOutputHelper output)
{
    private const string Variable = "SPOTIFYPLATFORM_TEST_OTLP";
    private const string FilesVariable = "SPOTIFYPLATFORM_TEST_OTLP_FILES";
    private const string Secret = "planted-secret";
    private const string Person = "planted-person";
    private const string Method = "spotifyplatform.lookup.v1.LookupService/GetTrack";
    private const int Server = 2;

    private static readonly string? Collector = Environment.GetEnvironmentVariable(Variable);
    private static readonly string? Files = Environment.GetEnvironmentVariable(FilesVariable);
    private static readonly ActivitySource Acquirer = new("SpotifyPlatform.CollectorTests");

    [SkippableFact]
    public async Task Run_FromAFileToAnAnswer_ArrivesAsTraceMetricsAndLogs()
    {
        Skip.If(Collector is null || Files is null, $"No OpenTelemetry Collector: set {Variable}=http://host:port (gRPC) and {FilesVariable} to the folder of its JSON lines.");
        var service = $"collector-test-{Guid.NewGuid():N}";
        using (var folder = new TemporaryFolder())
            await RunAsync(service, folder);
        var files = new CollectorFiles(Files, service);

        // Servers of other tests in this process are heard too, so the answer is looked for by its name.
        var spans = await files.ReadSpansAsync(found => found.Any(IsAnswer) && found.Any(span => span.Name == "acquire letters"));
        foreach (var trace in spans.GroupBy(span => span.Trace))
            Print([.. trace], "", "");
        var derived = spans.First(span => span.Name == "derive capitals" && span.Attributes.GetValueOrDefault("table.rows") == "3");
        Assert.Equal(
            [
                "derive capitals", "process tables.generation.published.v1", "send tables.generation.published.v1", "derive letters",
                "process acquisition.file.verified.v1", "send acquisition.file.verified.v1", "acquire letters",
            ],
            WayToTheRoot(derived, spans));
        var answer = Assert.Single(spans, IsAnswer);
        Assert.Equal(
            ("grpc", Method, "OK"),
            (answer.Attributes["rpc.system.name"], answer.Attributes["rpc.method"], answer.Attributes["rpc.response.status_code"]));
        Assert.DoesNotContain("network.peer.address", answer.Attributes.Keys);
        Assert.Equal(derived.Attributes["table.generation"], answer.Attributes["table.read.capitals"]);

        string[] wanted = ["pipeline.records.consumed", "pipeline.records.pending", "pipeline.dead_letters", "pipeline.table.age", "pipeline.table.stale", "http.server.request.duration"];
        var metrics = await files.ReadMetricsAsync(found => wanted.All(name => found.Any(metric => metric.GetProperty("name").GetString() == name)));
        output.WriteLine($"metrics: {string.Join(' ', metrics.Select(metric => metric.GetProperty("name").GetString()).Distinct().Order())}");
        var logs = await files.ReadLogsAsync(found => found.Any(log => log.ToString().Contains(CapitalLookup.Warning, StringComparison.Ordinal)));
        Assert.Equal(answer.Trace, logs.Single(log => log.ToString().Contains(CapitalLookup.Warning, StringComparison.Ordinal)).GetProperty("traceId").GetString());
        output.WriteLine($"logs: {logs.Count}");

        var text = files.ReadText();
        Assert.All([Secret, Person, "user_agent", "client.address"], planted => Assert.DoesNotContain(planted, text, StringComparison.Ordinal));
    }

    private static bool IsAnswer(Span span) => span is { Kind: Server, Name: Method };

    private static async Task RunAsync(string service, TemporaryFolder folder)
    {
        await using var app = Build(service, folder);
        await app.StartAsync();
        await app.Services.GetServices<IHostedService>().OfType<DerivingStartup>().Single().ExecuteTask!;
        using (Acquirer.StartActivity("acquire letters"))
            await AnnounceAsync(app.Services, "abc");
        await app.Services.GetRequiredService<IEventBus>().CaughtUpAsync();
        using (var channel = GrpcChannel.ForAddress(app.GrpcAddress()))
        {
            var headers = new Grpc.Core.Metadata { { "authorization", $"Bearer {Secret}" } };
            var answer = await new LookupService.LookupServiceClient(channel).GetTrackAsync(new GetTrackRequest { Track = Person }, headers);
            Assert.Equal("A", answer.Track.Name);
        }

        await app.Services.GetRequiredService<DerivedTableMonitor>().LookAsync(default);
        app.Services.GetRequiredService<MeterProvider>().ForceFlush();
        await app.StopAsync();
    }

    private static WebApplication Build(string service, TemporaryFolder folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Http:Port"] = "0", ["Http:GrpcPort"] = "0", ["Storage:DataFolder"] = folder.Path, ["Storage:Qdrant:ApiKey"] = Secret,
            ["Storage:Qdrant:AllowKeyOverPlaintext"] = "true", ["Artifacts:Folder"] = folder.File("artifacts"),
            ["EventBus:Path"] = folder.File("bus.sqlite"), ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector,
        });
        builder.AddServiceDefaults(service);
        builder.Logging.AddFilter<ConsoleLoggerProvider>(null, LogLevel.None);
        builder.AddEngines();
        builder.Services.AddProducer(Topics.FileVerified);
        builder.Services.AddDerivedTable<Letters>("test", "letters", inputFiles: ["letters"], inputTables: []);
        builder.Services.AddDerivedTable<Capitals>("test", "capitals", inputFiles: [], inputTables: ["letters"]);
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapGrpcService<CapitalLookup>();
        return app;
    }

    private static async Task AnnounceAsync(IServiceProvider services, string content)
    {
        var key = ArtifactKey.Parse($"files/{Person}");
        using var bytes = new MemoryStream(Encoding.ASCII.GetBytes(content));
        await services.GetRequiredService<IArtifactStore>().CreateAsync(key, bytes, default);
        var file = new ArtifactReference(key, content.Length, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(content))));
        var message = new FileVerified { Name = Person, DataSet = Person, Slot = "letters", Revision = 1, File = file.ToMessage() };
        await services.GetRequiredService<IEventPublisher>().PublishAsync(Topics.FileVerified, [new OutgoingEvent<FileVerified>(Person, message)], default);
    }

    private static IEnumerable<string> WayToTheRoot(Span span, IReadOnlyList<Span> spans)
    {
        for (var current = span; current is not null; current = spans.SingleOrDefault(parent => parent.Id == current.Parent))
            yield return current.Name;
    }

    private void Print(IReadOnlyList<Span> trace, string parent, string indent)
    {
        foreach (var span in trace.Where(span => span.Parent == parent))
        {
            output.WriteLine(indent + span);
            Print(trace, span.Id, indent + "  ");
        }
    }
}
