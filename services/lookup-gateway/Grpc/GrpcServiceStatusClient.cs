using Grpc.Core;
using Grpc.Net.Client;
using SpotifyPlatform.Contracts.Status.V1;
using SpotifyPlatform.LookupGateway.Progress;
using SpotifyPlatform.PipelineStatus;

namespace SpotifyPlatform.LookupGateway.Grpc;

/// <summary>Asks a service over gRPC. A status is asked for now and then, so no channel is kept.</summary>
internal sealed class GrpcServiceStatusClient(TimeProvider time) : IServiceStatusClient
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public async Task<ServiceStatusAnswer> AskAsync(ServiceAddress service, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(service.Address);
        try
        {
            var answer = await new ServiceStatusService.ServiceStatusServiceClient(channel)
                .GetServiceStatusAsync(new GetServiceStatusRequest(), deadline: time.GetUtcNow().UtcDateTime + Deadline, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            return new(service, ProgressMapper.FromMessage(answer.Progress), null);
        }
        catch (RpcException ex) when (!cancellationToken.IsCancellationRequested)
        {
            return new(service, null, $"{ex.StatusCode}: {ex.Status.Detail}");
        }
    }
}
