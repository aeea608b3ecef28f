using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults.Telemetry;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Stop_EndpointIsSet_SendsMetricsAndTracesUnderTheServicesName()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = TestService.Builder().Map();
        collector.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new StreamReader(request.Body, Encoding.Latin1);
            received[signal] = await body.ReadToEndAsync();
        });
        await collector.StartAsync();
        var builder = TestService.Builder(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.HttpAddress().ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
        await using var app = builder.Map();
        await app.StartAsync();

        app.Services.GetRequiredService<IMeterFactory>().Create("SpotifyPlatform.Sample").CreateCounter<long>("sample.counter").Add(1);
        using (var source = new ActivitySource("SpotifyPlatform.Sample"))
            source.StartActivity("sample work")!.Dispose();
        await app.StopAsync();

        Assert.Contains("sample.counter", received["metrics"], StringComparison.Ordinal);
        Assert.Contains("test-service", received["metrics"], StringComparison.Ordinal);
        Assert.Contains("sample work", received["traces"], StringComparison.Ordinal);
    }

    [Fact]
    public void Build_NoEndpoint_CollectsNothing() =>
        Assert.DoesNotContain(TestService.Builder().Build().Services.GetServices<IHostedService>(), s => s is SpotifyPlatform.ServiceDefaults.Telemetry.TelemetrySession);
}
