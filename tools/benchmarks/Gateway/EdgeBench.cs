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
        var load = Load.Read(args);
        foreach (var log in new[] { "All", "Refused" })
        {
            await using var edge = await MeasuredEdge.StartAsync(new string('x', TextLength), log);
            Console.WriteLine($"access log {log}; {load}");
            var key = new Metadata { { "x-api-key", edge.Key } };
            var (ours, bare) = await load.CompareAsync(
                Ids, async id => await edge.Client.GetTrackAsync(new GetTrackRequest { Track = id }, key), async id => await edge.BareClient.GetTrackAsync(new GetTrackRequest { Track = id }, key));
            Print("gRPC GetTrack", ours, bare);
            (ours, bare) = await load.CompareAsync(
                Ids, id => edge.Http.GetByteArrayAsync(new Uri($"/v1/tracks/{id}", UriKind.Relative)), id => edge.BareHttp.GetByteArrayAsync(new Uri($"/v1/tracks/{id}", UriKind.Relative)));
            Print("GET /v1/tracks/ID", ours, bare);
        }

        return 0;
    }

    private static void Print(string name, LoadResult ours, LoadResult bare) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-20} {ours.PerSecond,9:N0}/s, p99 {ours.P99Milliseconds,6:F2} ms; bare route {bare.PerSecond,9:N0}/s, p99 {bare.P99Milliseconds,6:F2} ms; {ours.PerSecond / bare.PerSecond:F2}x; "
        + $"a request: {ours.ProcessorMicroseconds:F0} : {bare.ProcessorMicroseconds:F0} us of processor, {ours.AllocatedBytes:N0} : {bare.AllocatedBytes:N0} bytes allocated"));
}
