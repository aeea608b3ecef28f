using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Tests.Similar;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Tests.Admission;

public sealed class AdmissionTests
{
    private static readonly string Track = Gateway.Id(1).ToString();

    [Fact]
    public async Task Similar_OverTheLimit_IsRejectedWithRetryAfterWhileHealthAnswers()
    {
        using var index = new BlockingIndex();
        await using var gateway = await StartAsync(index, searches: 2, queue: 3);
        using var warm = await gateway.Http.GetAsync(new Uri("/health/ready", UriKind.Relative)); // Opens the stores.

        var requests = Enumerable.Range(0, 8).Select(_ => gateway.Http.GetAsync(new Uri($"/v1/tracks/{Track}/similar?limit=100&explain=true", UriKind.Relative))).ToList();
        for (var rejected = 0; rejected < 3; rejected++)
        {
            var response = await await Task.WhenAny(requests);
            requests.RemoveAll(request => request.IsCompleted && request.Result == response);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (response.StatusCode, response.Headers.RetryAfter?.Delta));
        }

        for (var running = 0; running < 2; running++)
            await index.EnteredAsync();
        foreach (var probe in new[] { "/health/live", "/health/ready" })
            Assert.Equal(HttpStatusCode.OK, (await gateway.Http.GetAsync(new Uri(probe, UriKind.Relative))).StatusCode);
        index.Release();
        Assert.All(await Task.WhenAll(requests), response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal((5, 2), (requests.Count, index.Most));
    }

    [Fact]
    public async Task FindSimilar_OverTheLimit_IsResourceExhaustedWithAPushback()
    {
        using var index = new BlockingIndex();
        await using var gateway = await StartAsync(index, searches: 1, queue: 0);
        using var channel = GrpcChannel.ForAddress(gateway.Grpc);
        var client = new LookupService.LookupServiceClient(channel);

        using var running = client.FindSimilarAsync(new FindSimilarRequest { Track = Track, Explain = true });
        await index.EnteredAsync();
        var ex = await Assert.ThrowsAsync<RpcException>(async () => await client.FindSimilarAsync(new FindSimilarRequest { Track = Track, Explain = true }));

        Assert.Equal((StatusCode.ResourceExhausted, "1000"), (ex.StatusCode, ex.Trailers.GetValue("grpc-retry-pushback-ms")));
        Assert.Equal(Track, (await client.GetTrackAsync(new GetTrackRequest { Track = Track })).Track.SpotifyId); // Other reads have their own limit.
        index.Release();
        Assert.Equal(Track, (await running).SpotifyId);
    }

    private static async Task<HostedGateway> StartAsync(IVectorIndex index, int searches, int queue)
    {
        var gateway = await HostedGateway.StartAsync(
            index,
            [("LookupGateway:Admission:MaxConcurrentSearches", $"{searches}"), ("LookupGateway:Admission:MaxQueuedSearches", $"{queue}")],
            tracks: FakeCatalog.Track(Gateway.Id(1), "One", 50));
        gateway.Features.Put(Gateway.Id(1), SimilarTracks.Sound);
        return gateway;
    }
}
