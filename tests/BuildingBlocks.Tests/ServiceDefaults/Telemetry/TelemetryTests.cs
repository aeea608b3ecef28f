using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults.Telemetry;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Dispose_EndpointIsSet_HasSentMetricsTracesAndLogsUnderTheServicesName()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = TestService.Builder().Map();
        collector.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new StreamReader(request.Body, Encoding.Latin1);
            var text = await body.ReadToEndAsync();
            received.AddOrUpdate(signal, text, (_, earlier) => earlier + text);
        });
        await collector.StartAsync();
        var builder = TestService.Builder(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.HttpAddress().ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
        await using (var app = builder.Map())
        {
            await app.StartAsync();
            app.Services.GetRequiredService<IMeterFactory>().Create("SpotifyPlatform.Sample").CreateCounter<long>("sample.counter").Add(1);
            using (var source = new ActivitySource("SpotifyPlatform.Sample"))
                source.StartActivity("sample work")!.Dispose();
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Sample").LogWarning("sample message");
            await app.StopAsync();
        }

        Assert.Contains("sample.counter", received["metrics"], StringComparison.Ordinal);
        Assert.Contains("test-service", received["metrics"], StringComparison.Ordinal);
        Assert.Contains("sample work", received["traces"], StringComparison.Ordinal);
        Assert.Contains("sample message", received["logs"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_NoEndpoint_AreScrapedButNoTraceIsCollected()
    {
        await using var app = TestService.Builder().Map();
        await app.StartAsync();
        app.Services.GetRequiredService<IMeterFactory>().Create("SpotifyPlatform.Sample").CreateCounter<long>("sample.counter").Add(1);
        using var client = new HttpClient { BaseAddress = app.HttpAddress() };

        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Contains("sample_counter_total", metrics, StringComparison.Ordinal);
        Assert.Contains("dotnet_", metrics, StringComparison.Ordinal); // Runtime instrumentation.
        Assert.Null(app.Services.GetService<OpenTelemetry.Trace.TracerProvider>());
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Reflection_Configured_IsServed(string configured, bool served)
    {
        await using var app = TestService.Builder(("Http:GrpcReflection", configured)).Map();
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress(app.GrpcAddress());
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });

        var answered = await call.ResponseStream.MoveNext(CancellationToken.None).ContinueWith(task => task.IsCompletedSuccessfully, TaskScheduler.Default);

        Assert.Equal(served, answered);
        if (served)
            Assert.Contains(call.ResponseStream.Current.ListServicesResponse.Service, service => service.Name == "grpc.health.v1.Health");
    }
}
