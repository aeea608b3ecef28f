using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>Publishes which recording a track is.</summary>
internal interface IMatchPublisher
{
    /// <summary>Durable when the task completes. The matches of one track stay in order. A match without MBID withdraws an earlier one.</summary>
    Task PublishAsync(IReadOnlyList<TrackMatch> matches, CancellationToken cancellationToken);
}
