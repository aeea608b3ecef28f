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
    public async Task Check_FailingDependency_IsAliveButNotReady(string name, ServingStatus expected)
    {
        var builder = TestService.Builder();
        builder.Services.AddHealthChecks().AddCheck("bad-store", () => HealthCheckResult.Unhealthy());
        await using var app = builder.Map();
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress(app.GrpcAddress());

        var answer = await new Grpc.Health.V1.Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = name });

        Assert.Equal(expected, answer.Status);
    }

    [Fact]
    public async Task Check_UnknownName_IsNotFound()
    {
        await using var app = TestService.Builder().Map();
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress(app.GrpcAddress());

        var fault = await Assert.ThrowsAsync<RpcException>(async () =>
            await new Grpc.Health.V1.Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = "nobody" }));

        Assert.Equal(StatusCode.NotFound, fault.StatusCode);
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("00:00:00.200")]
    public async Task Watch_ServiceStops_TellsBeforeItEnds(string drainDelay)
    {
        await using var app = TestService.Builder(("Shutdown:DrainDelay", drainDelay)).Map();
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress(app.GrpcAddress());
        using var call = new Grpc.Health.V1.Health.HealthClient(channel).Watch(new HealthCheckRequest { Service = "ready" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(ServingStatus.Serving, call.ResponseStream.Current.Status);

        var stopping = app.StopAsync();

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(ServingStatus.NotServing, call.ResponseStream.Current.Status);
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
        await stopping;
    }

    [Fact]
    public async Task Watch_UnknownName_SaysSoAndStays()
    {
        await using var app = TestService.Builder().Map();
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress(app.GrpcAddress());
        using var call = new Grpc.Health.V1.Health.HealthClient(channel).Watch(new HealthCheckRequest { Service = "nobody" });

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(ServingStatus.ServiceUnknown, call.ResponseStream.Current.Status);
    }
}
