using Grpc.Core;
using Microsoft.AspNetCore.RateLimiting;
using SpotifyPlatform.Contracts.Status.V1;
using SpotifyPlatform.LookupGateway.Admission;
using SpotifyPlatform.LookupGateway.Progress;
using SpotifyPlatform.PipelineStatus;

namespace SpotifyPlatform.LookupGateway.Grpc;

/// <summary>The status of the whole pipeline over gRPC.</summary>
[EnableRateLimiting(AdmissionPolicies.Read)]
internal sealed class PipelineStatusGrpcService(PipelineStatusQuery query, ILogger<PipelineStatusGrpcService> logger)
    : PipelineStatusService.PipelineStatusServiceBase
{
    public override async Task<GetPipelineStatusResponse> GetPipelineStatus(GetPipelineStatusRequest request, ServerCallContext context)
    {
        try
        {
            var result = await query.ReadAsync(context.CancellationToken).ConfigureAwait(false);
            return new()
            {
                Progress = result.Progress.ToMessage(),
                Services = { result.Services.Select(answer => new ServiceAnswer { Name = answer.Service.Name, Address = answer.Service.Address.ToString(), Error = answer.Error ?? "" }) },
            };
        }
        catch (Exception ex) when (RpcExceptions.From(ex).Measured(context) is { } status)
        {
            Log.StoreUnavailable(logger, ex);
            throw status;
        }
    }
}
