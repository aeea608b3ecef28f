using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults.Health;
using SpotifyPlatform.ServiceDefaults.Ports;

namespace SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults.Ports;

public sealed class ConnectionLimitTests
{
    private static readonly byte[] Http2Preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];

    [Fact]
    public async Task Connect_LimitReachedOverBothPorts_ClosesTheLongestIdleForTheNewOne()
    {
        await using var app = TestService.Builder(("Http:MaxConnections", "2")).Map();
        await app.StartAsync();
        using var first = await ConnectAsync(app.HttpAddress(), "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        using var second = await ConnectAsync(app.GrpcAddress(), Http2Preface);

        Assert.Equal(HttpStatusCode.OK, (await HttpHealthTests.GetAsync(app, "/health/live")).Status);

        Assert.True(await IsClosedAsync(first));
    }

    [Fact]
    public async Task Connect_LimitReachedAndAllBusy_IsRefused()
    {
        await using var app = TestService.Builder(("Http:MaxConnections", "1")).Map();
        var entered = new TaskCompletionSource();
        var released = new TaskCompletionSource();
        app.MapGet("/busy", async () =>
        {
            entered.SetResult();
            await released.Task;
        });
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = app.HttpAddress() };
        var busy = client.GetAsync(new Uri("/busy", UriKind.Relative));
        await entered.Task;

        using var second = await ConnectAsync(app.GrpcAddress());
        Assert.True(await IsClosedAsync(second));

        released.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await busy).StatusCode);
    }

    [Theory]
    [InlineData(10_000, null, 10_000)]
    [InlineData(10_000, 1_048_576L, 10_000)]
    [InlineData(10_000, 20_000L, 10_000)]
    [InlineData(10_000, 1_024L, 768)]
    [InlineData(10_000, 400L, 144)]
    [InlineData(10_000, 64L, 16)]
    [InlineData(8, 64L, 8)]
    public void MaxConnections_FileDescriptors_LeaveAReserve(long configured, long? limit, long expected) =>
        Assert.Equal(expected, FileDescriptors.MaxConnections(configured, limit));

    [Theory]
    [InlineData("Max open files            1024                 524288               files     ", 1024L)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max processes             7                    7                    processes ", null)]
    public void ParseLimit_ProcLimits_IsTheSoftLimit(string line, long? expected) =>
        Assert.Equal(expected, FileDescriptors.ParseLimit(["Limit                     Soft Limit           Hard Limit           Units     ", line]));

    /// <summary>Sends bytes and reads the first of the answer, after which the connection is known to be admitted.</summary>
    private static async Task<Socket> ConnectAsync(Uri address, byte[] bytes)
    {
        var socket = await ConnectAsync(address);
        await socket.SendAsync(bytes);
        var buffer = new byte[4096];
        var text = "";
        do
            text += Encoding.Latin1.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
        while (bytes != Http2Preface && !text.EndsWith("0\r\n\r\n", StringComparison.Ordinal)); // The last chunk: the request is over and the connection idle.
        return socket;
    }

    private static async Task<Socket> ConnectAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        return socket;
    }

    private static async Task<bool> IsClosedAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) > 0)
            {
                // Frames that were sent before the end.
            }

            return true;
        }
        catch (SocketException)
        {
            return true; // Reset.
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
