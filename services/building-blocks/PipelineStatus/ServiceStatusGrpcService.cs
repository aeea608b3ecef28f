using Grpc.Core;
using SpotifyPlatform.Contracts.Status.V1;

namespace SpotifyPlatform.PipelineStatus;

/// <summary>The status of this process over gRPC.</summary>
internal sealed class ServiceStatusGrpcService(ServiceStatusReader reader) : ServiceStatusService.ServiceStatusServiceBase
{
    public override async Task<GetServiceStatusResponse> GetServiceStatus(GetServiceStatusRequest request, ServerCallContext context) =>
        new() { Progress = (await reader.ReadAsync(context.CancellationToken).ConfigureAwait(false)).ToMessage() };
}
