using Grpc.Core;
using Grpc.Net.Client;

namespace SpotifyPlatform.Packages.Tests.Calls;

public class MessageSizeTests
{
    private const int MiB = 1 << 20;

    private static readonly ProbeRequest FiveMiB = new() { Text = new string('x', 5 * MiB) };

    [Fact]
    public async Task Request_OverTheServersLimit_IsRefused()
    {
        await using var server = await ProbeServer.StartAsync();

        var error = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.EchoAsync(FiveMiB));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task Response_OverTheClientsLimit_IsRefused()
    {
        await using var server = await ProbeServer.StartAsync(options => options.MaxReceiveMessageSize = 8 * MiB);

        var error = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.EchoAsync(FiveMiB));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.NotNull(server.Log.LastRequestHeaders);
    }

    [Fact]
    public async Task Message_UnderRaisedLimits_PassesBothWays()
    {
        await using var server = await ProbeServer.StartAsync(options => options.MaxReceiveMessageSize = 8 * MiB);
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { MaxReceiveMessageSize = 8 * MiB });

        var reply = await new Probe.ProbeClient(channel).EchoAsync(FiveMiB);

        Assert.Equal(FiveMiB.Text, reply.Text);
    }
}
