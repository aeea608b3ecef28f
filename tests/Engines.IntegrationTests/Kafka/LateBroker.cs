using System.Net;
using System.Net.Sockets;

namespace SpotifyPlatform.Engines.IntegrationTests.Kafka;

/// <summary>An address at which a broker is reached once it is opened; before, connections are refused.</summary>
internal sealed class LateBroker : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly IPEndPoint broker;

    public LateBroker(string broker)
    {
        this.broker = IPEndPoint.Parse(broker.Split(',')[0]);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    public string Address => listener.LocalEndPoint!.ToString()!;

    public void Open()
    {
        listener.Listen();
        _ = AcceptAsync();
    }

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await listener.AcceptAsync();
            var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await server.ConnectAsync(broker);
            var (ofClient, ofServer) = (new NetworkStream(client, ownsSocket: true), new NetworkStream(server, ownsSocket: true));
            _ = ofClient.CopyToAsync(ofServer);
            _ = ofServer.CopyToAsync(ofClient);
        }
    }
}
