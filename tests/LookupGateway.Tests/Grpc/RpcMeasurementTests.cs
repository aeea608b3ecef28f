using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Net.Client;
using SpotifyPlatform.Contracts.Lookup.V1;

namespace SpotifyPlatform.LookupGateway.Tests.Grpc;

public sealed class RpcMeasurementTests
{
    [Fact(Timeout = 60_000)]
    public async Task Call_ThatFails_IsMeasuredByItsGrpcStatusThoughHttpAnswers200()
    {
        await using var gateway = await HostedGateway.StartAsync();
        using var channel = GrpcChannel.ForAddress(gateway.Grpc);
        var client = new LookupService.LookupServiceClient(channel);
        foreach (var track in new[] { "no track", Gateway.Id(1).ToString() })
            await Assert.ThrowsAsync<RpcException>(async () => await client.GetTrackAsync(new GetTrackRequest { Track = track }));

        // The server measures a call when it is done with it, which may be after its answer was read.
        var metrics = "";
        foreach (var status in new[] { "INVALID_ARGUMENT", "UNAVAILABLE" })
            while (!Regex.IsMatch(metrics, $"http_server_request_duration_seconds_count.*http_response_status_code=\"200\".*rpc_response_status_code=\"{status}\".*}} 1"))
                metrics = await gateway.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
    }
}
