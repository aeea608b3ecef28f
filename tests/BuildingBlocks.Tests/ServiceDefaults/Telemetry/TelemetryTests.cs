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
using OpenTelemetry;

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
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Sample")
                .Log(LogLevel.Warning, default, "sample message", null, (message, _) => message);
            await app.StopAsync();
        }

        Assert.Contains("sample.counter", received["metrics"], StringComparison.Ordinal);
        Assert.Contains("test-service", received["metrics"], StringComparison.Ordinal);
        Assert.Contains("sample work", received["traces"], StringComparison.Ordinal);
        Assert.Contains("sample message", received["logs"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_CallsWereAnswered_HasSentTheirSpansByConventionAndNothingOfTheCaller()
    {
        var traces = new ConcurrentQueue<string>();
        await using var collector = TestService.Builder().Map();
        collector.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new StreamReader(request.Body, Encoding.Latin1);
            var text = await body.ReadToEndAsync();
            if (signal == "traces")
                traces.Enqueue(text);
        });
        await collector.StartAsync();
        var builder = TestService.Builder(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.HttpAddress().ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("Http:GrpcReflection", "true"));
        await using (var app = builder.Map())
        {
            app.MapGet("/listening/{account}", (string account) => string.Join(' ', Activity.Current!.TagObjects));
            await app.StartAsync();
            using (SuppressInstrumentationScope.Begin()) // The caller's own spans.
            using (var client = new HttpClient { BaseAddress = app.HttpAddress() })
            {
                client.DefaultRequestHeaders.UserAgent.ParseAdd("alice-7c1/1.0");
                var begun = await client.GetStringAsync(new Uri("/listening/alice-7c1?token=secret-7c1", UriKind.Relative));
                Assert.Contains("http.request.method", begun, StringComparison.Ordinal);
                Assert.All(["alice-7c1", "secret-7c1", "user_agent"], text => Assert.DoesNotContain(text, begun, StringComparison.Ordinal));
                Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/alice-7c1", UriKind.Relative))).StatusCode);
            }

            using var channel = GrpcChannel.ForAddress(app.GrpcAddress());
            using (var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo())
            {
                await call.RequestStream.CompleteAsync();
                Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
            }

            await app.StopAsync();
        }

        var sent = string.Concat(traces);
        Assert.All(
            ["rpc.system.name", "rpc.method", "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", "rpc.response.status_code", "http.route", "/listening/{account}"],
            text => Assert.Contains(text, sent, StringComparison.Ordinal));
        Assert.All(["alice-7c1", "secret-7c1", "user_agent"], text => Assert.DoesNotContain(text, sent, StringComparison.Ordinal));
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
