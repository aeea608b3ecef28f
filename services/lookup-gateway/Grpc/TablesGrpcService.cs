using Grpc.Core;
using Microsoft.AspNetCore.RateLimiting;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.LookupGateway.Admission;
using SpotifyPlatform.LookupGateway.Api;

namespace SpotifyPlatform.LookupGateway.Grpc;

/// <summary>The state of the tables over gRPC.</summary>
[EnableRateLimiting(AdmissionPolicies.Read)]
internal sealed class TablesGrpcService(TablesApi api, ILogger<TablesGrpcService> logger) : TablesService.TablesServiceBase
{
    public override async Task<ListTablesResponse> ListTables(ListTablesRequest request, ServerCallContext context)
    {
        try
        {
            return await api.ListAsync(context.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (RpcExceptions.From(ex) is { } status)
        {
            Log.StoreUnavailable(logger, ex);
            throw status;
        }
    }
}
