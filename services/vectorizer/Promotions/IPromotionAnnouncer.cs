using SpotifyPlatform.Music;

namespace SpotifyPlatform.Vectorizer.Promotions;

/// <summary>Tells the indexes of other processes which tracks were promoted. Idempotent: a repeated announcement changes nothing.</summary>
internal interface IPromotionAnnouncer
{
    Task AnnounceAsync(IReadOnlyList<TrackId> promoted, CancellationToken cancellationToken);
}
