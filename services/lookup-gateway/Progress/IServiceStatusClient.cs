using SpotifyPlatform.PipelineStatus;

namespace SpotifyPlatform.LookupGateway.Progress;

/// <summary>Asks another service for its status.</summary>
internal interface IServiceStatusClient
{
    /// <summary>The status, or an error for an answer that does not come: it does not throw because of the other service.</summary>
    Task<ServiceStatusAnswer> AskAsync(ServiceAddress service, CancellationToken cancellationToken);
}

/// <param name="Progress">Null where the service did not answer.</param>
/// <param name="Error">Why it did not; null where it did.</param>
internal sealed record ServiceStatusAnswer(ServiceAddress Service, PipelineProgress? Progress, string? Error);
