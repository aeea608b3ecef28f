using System.Globalization;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Benchmarks.Gateway;

/// <summary>
/// The read API over a data folder of a finished run, against handlers that answer at once with a message of the same size: both in this process,
/// with the same clients, in turns.
/// </summary>
internal static class GatewayBench
{
    private const int Sampled = 1000;

    public static async Task<int> RunAsync(string[] args)
    {
        if (Arguments.Text(args, "--data") is not { } data)
            throw new ArgumentException("Give --data: the folder of a finished 'platform run'.");
        var load = Load.Read(args);
        await using var gateway = await MeasuredGateway.StartAsync(data);
        var ids = await gateway.TrackIdsAsync(CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ids.Count:N0} tracks, {load}"));

        await CompareAsync("GetTrack", gateway, load, ids, static (client, id) => Await(client.GetTrackAsync(new GetTrackRequest { Track = id })));
        await CompareAsync("FindCooccurring 10", gateway, load, ids, static (client, id) => Await(client.FindCooccurringAsync(new FindCooccurringRequest { Track = id, Limit = 10 })));
        await CompareAsync("FindCooccurring 100", gateway, load, ids, static (client, id) => Await(client.FindCooccurringAsync(new FindCooccurringRequest { Track = id, Limit = 100 })));
        await CompareJsonAsync(gateway, load, ids);
        await CompareSimilarAsync(gateway, load with { Clients = 1 }, ids);
        return 0;
    }

    private static async Task CompareAsync(
        string name, MeasuredGateway gateway, Load load, IReadOnlyList<string> ids, Func<LookupService.LookupServiceClient, string, Task<IMessage>> ask)
    {
        gateway.Bare.AnswerWith(await MiddleAsync(gateway.Client, ids, ask));
        var (ours, bare) = await load.CompareAsync(ids, id => ask(gateway.Client, id), id => ask(gateway.BareClient, id));
        Print(name, ours, bare);
    }

    private static async Task CompareJsonAsync(MeasuredGateway gateway, Load load, IReadOnlyList<string> ids)
    {
        var bodies = new List<string>();
        foreach (var id in ids.Take(Sampled))
            bodies.Add(await gateway.Http.GetStringAsync(new Uri($"/v1/tracks/{id}", UriKind.Relative)));
        gateway.BareJson = bodies.OrderBy(body => body.Length).ElementAt(bodies.Count / 2);
        var (ours, bare) = await load.CompareAsync(
            ids, id => gateway.Http.GetByteArrayAsync(new Uri($"/v1/tracks/{id}", UriKind.Relative)), id => gateway.BareHttp.GetByteArrayAsync(new Uri($"/v1/tracks/{id}", UriKind.Relative)));
        Print("GET /v1/tracks/ID", ours, bare);
    }

    /// <summary>One request at a time, because a search uses every processor.</summary>
    private static async Task CompareSimilarAsync(MeasuredGateway gateway, Load load, IReadOnlyList<string> ids)
    {
        var seeds = await gateway.SeedsAsync(ids, CancellationToken.None);
        static FindSimilarRequest Question(string id) => new() { Track = id, Limit = 10, Filter = new SimilarFilter { MaxPopularity = 100 } };
        static Task<IMessage> Ask(LookupService.LookupServiceClient client, string id) => Await(client.FindSimilarAsync(Question(id)));
        gateway.Bare.AnswerWith(await MiddleAsync(gateway.Client, [.. seeds.Keys], Ask));
        gateway.Bare.Search = id => gateway.Index.SearchAsync(seeds[id], CancellationToken.None);
        var (ours, searching) = await load.CompareAsync([.. seeds.Keys], id => Ask(gateway.Client, id), id => Ask(gateway.BareClient, id));
        gateway.Bare.Search = null;
        var (search, bare) = await load.CompareAsync([.. seeds.Keys], id => gateway.Index.SearchAsync(seeds[id], CancellationToken.None), id => Ask(gateway.BareClient, id));
        Print("FindSimilar 10", ours, searching);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  takes {ours.MeanMicroseconds / searching.MeanMicroseconds:F2}x of a bare handler that searches the index; bare handler {bare.MeanMicroseconds:N0} us, search in a loop {search.MeanMicroseconds:N0} us, {ours.MeanMicroseconds / (bare.MeanMicroseconds + search.MeanMicroseconds):F2}x of their sum"));
    }

    /// <summary>The answer of middle size.</summary>
    private static async Task<IMessage> MiddleAsync(
        LookupService.LookupServiceClient client, IReadOnlyList<string> ids, Func<LookupService.LookupServiceClient, string, Task<IMessage>> ask)
    {
        var answers = new List<IMessage>();
        foreach (var id in ids.Take(Sampled))
            answers.Add(await ask(client, id));
        return answers.OrderBy(answer => answer.CalculateSize()).ElementAt(answers.Count / 2);
    }

    private static async Task<IMessage> Await<T>(Grpc.Core.AsyncUnaryCall<T> call)
        where T : IMessage => await call;

    private static void Print(string name, LoadResult ours, LoadResult bare) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-20} {ours.PerSecond,9:N0}/s, p99 {ours.P99Milliseconds,6:F2} ms; bare handler {bare.PerSecond,9:N0}/s, p99 {bare.P99Milliseconds,6:F2} ms; {ours.PerSecond / bare.PerSecond:F2}x"));
}
