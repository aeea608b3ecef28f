using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>Tells the other services which recording a track is.</summary>
internal interface IMatchPublisher
{
    /// <summary>Durable when the task completes; what is said of one track stays in order. A match without MBID takes an earlier one back.</summary>
    Task PublishAsync(IReadOnlyList<TrackMatch> matches, CancellationToken cancellationToken);
}
