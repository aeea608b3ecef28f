using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace SpotifyPlatform.Packages.Tests.Calls;

public class InterceptorTests
{
    [Fact]
    public async Task EveryKindOfCall_PassesTheInterceptorsOfBothSides()
    {
        var serverSaw = new ConcurrentQueue<string>();
        var clientSaw = new ConcurrentQueue<string>();
        await using var server = await ProbeServer.StartAsync(options => options.Interceptors.Add<NotingInterceptor>(serverSaw, ""));
        var client = new Probe.ProbeClient(server.Channel.Intercept(new NotingInterceptor(clientSaw, "")));

        client.Echo(new ProbeRequest());
        await client.EchoAsync(new ProbeRequest());
        using var repeat = client.Repeat(new ProbeRequest { Count = 1 });
        await foreach (var _ in repeat.ResponseStream.ReadAllAsync())
            continue;
        using var join = client.Join();
        await join.RequestStream.CompleteAsync();
        await join;
        using var chat = client.Chat();
        await chat.RequestStream.CompleteAsync();
        await chat.ResponseStream.MoveNext();

        Assert.Equal(["blocking Echo", "unary Echo", "server Repeat", "client Join", "duplex Chat"], clientSaw);
        Assert.Equal(["unary Echo", "unary Echo", "server Repeat", "client Join", "duplex Chat"], serverSaw);
    }

    [Fact]
    public async Task Interceptors_Several_RunFromTheFirstInwards()
    {
        var saw = new ConcurrentQueue<string>();
        await using var server = await ProbeServer.StartAsync();
        var client = new Probe.ProbeClient(
            server.Channel.Intercept(new NotingInterceptor(saw, "outer "), new NotingInterceptor(saw, "inner ")));

        await client.EchoAsync(new ProbeRequest());

        Assert.Equal(["outer unary Echo", "inner unary Echo"], saw);
    }

    [Fact]
    public async Task HeaderFunction_OnEveryCall_ChangesTheHeaders()
    {
        await using var server = await ProbeServer.StartAsync();
        var client = new Probe.ProbeClient(server.Channel.Intercept(headers => [.. headers, new Metadata.Entry("probe-added", "yes")]));

        using var call = client.EchoAsync(new ProbeRequest(), new Metadata { { "probe-own", "kept" } });
        await call;

        Assert.Equal("yes", call.GetTrailers().GetValue("probe-added"));
        Assert.Equal("kept", call.GetTrailers().GetValue("probe-own"));
    }

    [Fact]
    public async Task ServerInterceptor_ThatThrows_EndsTheCallWithItsStatus()
    {
        await using var server = await ProbeServer.StartAsync(options => options.Interceptors.Add<RefusingInterceptor>());

        var error = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.EchoAsync(new ProbeRequest()));

        Assert.Equal((StatusCode.PermissionDenied, "not today"), (error.StatusCode, error.Status.Detail));
    }
}
