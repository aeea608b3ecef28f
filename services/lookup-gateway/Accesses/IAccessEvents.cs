using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Accesses;

/// <summary>Announces accesses to those that count them.</summary>
internal interface IAccessEvents
{
    /// <param name="batch">Number of the batch among those of this process, from 1.</param>
    Task PublishAsync(AccessCounts counts, long batch, CancellationToken cancellationToken);
}
