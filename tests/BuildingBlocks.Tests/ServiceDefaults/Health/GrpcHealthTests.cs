using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults.Health;

public sealed class GrpcHealthTests
{
    [Theory]
    [InlineData("", ServingStatus.NotServing)]
    [InlineData("ready", ServingStatus.NotServing)]
    [InlineData("live", ServingStatus.Serving)]
    public async Task Check_FailingDependency_IsLiveButNotReady(string name, ServingStatus expected)
    {
        var builder = TestService.Builder();
        builder.Services.AddHealthChecks().AddCheck("bad-store", () => HealthCheckResult.Unhealthy());
        await using var app = builder.Map();
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress(app.GrpcAddress());

        var response = await new Grpc.Health.V1.Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = name });

        Assert.Equal(expected, response.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ready")]
    public async Task Watch_HealthyChecks_BecomesServing(string name)
    {
        await using var app = TestService.Builder().Map();
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress(app.GrpcAddress());
        using var call = new Grpc.Health.V1.Health.HealthClient(channel).Watch(new HealthCheckRequest { Service = name });
        await UntilAsync(call, ServingStatus.Serving);
    }

    [Fact]
    public async Task Check_UnknownName_IsNotFound()
    {
        await using var app = TestService.Builder().Map();
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress(app.GrpcAddress());

        var ex = await Assert.ThrowsAsync<RpcException>(async () =>
            await new Grpc.Health.V1.Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = "nobody" }));

        Assert.Equal(StatusCode.NotFound, ex.StatusCode);
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("00:00:00.200")]
    public async Task Watch_ServiceStops_ReportsNotServingBeforeItEnds(string drainDelay)
    {
        await using var app = TestService.Builder(("Shutdown:DrainDelay", drainDelay)).Map();
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress(app.GrpcAddress());
        using var call = new Grpc.Health.V1.Health.HealthClient(channel).Watch(new HealthCheckRequest { Service = "ready" });
        await UntilAsync(call, ServingStatus.Serving);

        var stopping = app.StopAsync();

        await UntilAsync(call, ServingStatus.NotServing);
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
            Assert.Equal(ServingStatus.NotServing, call.ResponseStream.Current.Status);
        await stopping;
    }

    [Fact]
    public async Task Watch_UnknownName_ReportsUnknownAndStaysOpen()
    {
        await using var app = TestService.Builder().Map();
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress(app.GrpcAddress());
        using var call = new Grpc.Health.V1.Health.HealthClient(channel).Watch(new HealthCheckRequest { Service = "nobody" });

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(ServingStatus.ServiceUnknown, call.ResponseStream.Current.Status);
    }

    private static async Task UntilAsync(AsyncServerStreamingCall<HealthCheckResponse> call, ServingStatus status)
    {
        do
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        while (call.ResponseStream.Current.Status != status);
    }
}
