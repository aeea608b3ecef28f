using Grpc.Core;
using Grpc.Net.Client;
using SpotifyPlatform.Contracts.Lookup.V1;

namespace SpotifyPlatform.LookupGateway.Tests.Grpc;

public sealed class RpcMeasurementTests
{
    [Fact]
    public async Task Call_ThatFails_IsMeasuredByItsGrpcStatusThoughHttpAnswers200()
    {
        await using var gateway = await HostedGateway.StartAsync();
        using var channel = GrpcChannel.ForAddress(gateway.Grpc);
        var client = new LookupService.LookupServiceClient(channel);
        foreach (var track in new[] { "no track", Gateway.Id(1).ToString() })
            await Assert.ThrowsAsync<RpcException>(async () => await client.GetTrackAsync(new GetTrackRequest { Track = track }));

        var metrics = await gateway.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        foreach (var status in new[] { "INVALID_ARGUMENT", "UNAVAILABLE" })
            Assert.Matches($"http_server_request_duration_seconds_count.*http_response_status_code=\"200\".*rpc_response_status_code=\"{status}\".* 1 ", metrics);
    }
}
