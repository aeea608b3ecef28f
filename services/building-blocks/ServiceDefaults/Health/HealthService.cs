using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SpotifyPlatform.ServiceDefaults.Shutdown;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace SpotifyPlatform.ServiceDefaults.Health;

/// <summary>grpc.health.v1 over the same checks as HTTP: <c>""</c> and <c>ready</c>, <c>live</c>.</summary>
internal sealed class HealthService(ServiceHealth health, ServingState state, TimeProvider time) : Grpc.Health.V1.Health.HealthBase
{
    /// <summary>A watcher hears of draining at once and of anything else within this time.</summary>
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(5);

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var status = await StatusAsync(request.Service, context.CancellationToken).ConfigureAwait(false);
        return status == ServingStatus.ServiceUnknown
            ? throw new RpcException(new Status(StatusCode.NotFound, $"No health of '{request.Service}'; there is 'live' and 'ready'."))
            : new HealthCheckResponse { Status = status };
    }

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, state.Stopping);
        var told = ServingStatus.Unknown;
        while (true)
        {
            var draining = state.Draining.IsCancellationRequested;
            var status = await StatusAsync(request.Service, context.CancellationToken).ConfigureAwait(false);
            if (status != told)
                await responseStream.WriteAsync(new HealthCheckResponse { Status = told = status }, context.CancellationToken).ConfigureAwait(false);

            // Only after telling: a service that stops without a drain delay still says so.
            if (ending.IsCancellationRequested)
                return;
            await PauseAsync(draining ? ending.Token : state.Draining, ending.Token).ConfigureAwait(false);
        }
    }

    private async Task<ServingStatus> StatusAsync(string service, CancellationToken cancellationToken)
    {
        var report = service switch
        {
            "live" => ServiceHealth.Live,
            "" or "ready" => await health.ReadyAsync(cancellationToken).ConfigureAwait(false),
            _ => null,
        };
        if (report is null)
            return ServingStatus.ServiceUnknown;
        return report.Status == HealthStatus.Unhealthy ? ServingStatus.NotServing : ServingStatus.Serving;
    }

    private async Task PauseAsync(CancellationToken change, CancellationToken ending)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(change, ending);
        await Task.Delay(WatchInterval, time, woken.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
