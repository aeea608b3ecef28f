using Microsoft.Extensions.Options;
using SpotifyPlatform.PipelineStatus;

namespace SpotifyPlatform.LookupGateway.Progress;

/// <summary>The status of the whole pipeline: of this process and of the services of the configuration.</summary>
internal sealed class PipelineStatusQuery(ServiceStatusReader local, IServiceStatusClient client, IOptions<ServiceAddresses> services)
{
    public async Task<PipelineStatusResult> ReadAsync(CancellationToken cancellationToken)
    {
        var asked = Task.WhenAll(services.Value.All.Select(service => client.AskAsync(service, cancellationToken)));
        var own = await local.ReadAsync(cancellationToken).ConfigureAwait(false);
        var answers = await asked.ConfigureAwait(false);
        return new(PipelineProgress.Merge([own, .. answers.Select(answer => answer.Progress).OfType<PipelineProgress>()]), answers);
    }
}

/// <param name="Progress">Of all that answered.</param>
internal sealed record PipelineStatusResult(PipelineProgress Progress, IReadOnlyList<ServiceStatusAnswer> Services);
