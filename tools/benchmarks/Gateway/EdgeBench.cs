using System.Globalization;
using Grpc.Core;
using SpotifyPlatform.Contracts.Lookup.V1;

namespace SpotifyPlatform.Benchmarks.Gateway;

/// <summary>
/// A request through the edge (key, limits, retries, access log) against one through a bare route of YARP, to the same handler, which answers at once:
/// all in this process, with the same clients, in turns.
/// </summary>
internal static class EdgeBench
{
    private const int TextLength = 600;

    private static readonly string[] Ids = ["4uLU6hMCjMI75M1A2tKUQC"];

    public static async Task<int> RunAsync(string[] args)
    {
        var load = new Load(
            (int)Arguments.Number(args, "--clients", 16), (int)Arguments.Number(args, "--rounds", 5), TimeSpan.FromSeconds(Arguments.Number(args, "--seconds", 3)));
        foreach (var log in new[] { "All", "Refused" })
        {
            await using var edge = await MeasuredEdge.StartAsync(new string('x', TextLength), log);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"access log {log}; {load.Clients} clients, {load.Rounds} rounds of {load.Turn.TotalSeconds} s in turns"));
            var key = new Metadata { { "x-api-key", edge.Key } };
            var (ours, bare, ratio) = await load.CompareAsync(
                Ids, async id => await edge.Client.GetTrackAsync(new GetTrackRequest { Track = id }, key), async id => await edge.BareClient.GetTrackAsync(new GetTrackRequest { Track = id }, key));
            Print("gRPC GetTrack", ours, bare, ratio);
            (ours, bare, ratio) = await load.CompareAsync(
                Ids, id => edge.Http.GetByteArrayAsync(new Uri($"/v1/tracks/{id}", UriKind.Relative)), id => edge.BareHttp.GetByteArrayAsync(new Uri($"/v1/tracks/{id}", UriKind.Relative)));
            Print("GET /v1/tracks/ID", ours, bare, ratio);
        }

        return 0;
    }

    private static void Print(string name, LoadResult ours, LoadResult bare, double ratio) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-20} {ours.PerSecond,9:N0}/s, p99 {ours.P99Milliseconds,6:F2} ms; bare route {bare.PerSecond,9:N0}/s, p99 {bare.P99Milliseconds,6:F2} ms; {ratio:F2}x"));
}
