using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace SpotifyPlatform.Testing.Swarm;

/// <summary>A BitTorrent tracker over HTTP (BEP 3, BEP 23): tells each peer the addresses of all others.</summary>
public static class Tracker
{
    private const int IntervalSeconds = 5;

    /// <summary>Serves until the process is ended.</summary>
    public static async Task RunAsync(string address, int port)
    {
        var peers = new ConcurrentDictionary<string, ConcurrentDictionary<string, byte[]>>(StringComparer.Ordinal);
        using var listener = new HttpListener();
        listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://{address}:{port}/"));
        listener.Start();
        while (true)
        {
            var context = await listener.GetContextAsync();
            if (context.Request.Url!.AbsolutePath != "/announce")
            {
                context.Response.StatusCode = (int)HttpStatusCode.NotFound;
                context.Response.Close();
                continue;
            }

            var query = context.Request.RawUrl!.Split('?', 2)[^1].Split('&').Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToLookup(part => part[0], part => part[1], StringComparer.Ordinal);
            var of = peers.GetOrAdd(query["info_hash"].FirstOrDefault() ?? "", _ => new ConcurrentDictionary<string, byte[]>(StringComparer.Ordinal));
            var peer = Compact(context.Request.RemoteEndPoint.Address, int.Parse(query["port"].First(), CultureInfo.InvariantCulture));
            var key = Convert.ToHexString(peer);
            if (query["event"].Contains("stopped"))
                of.TryRemove(key, out _);
            else
                of[key] = peer;
            var others = of.Where(other => other.Key != key).SelectMany(other => other.Value).ToArray();
            byte[] answer = [.. Encoding.ASCII.GetBytes($"d8:completei1e10:incompletei1e8:intervali{IntervalSeconds}e12:min intervali{IntervalSeconds}e5:peers{others.Length}:"), .. others, (byte)'e'];
            await context.Response.OutputStream.WriteAsync(answer);
            context.Response.Close();
        }
    }

    private static byte[] Compact(IPAddress address, int port) => [.. address.MapToIPv4().GetAddressBytes(), (byte)(port >> 8), (byte)port];
}
