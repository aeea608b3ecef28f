using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Catalog.V1;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>
/// How rows of one kind become events. The length of a range decides where batches end, and batch numbers are stored in checkpoints
/// and by consumers, so it is a constant and must not be changed.
/// </summary>
/// <param name="RangeRows">Row numbers in a range, which is read, published and checkpointed as a whole.</param>
internal sealed record CatalogContent<TRow, TEvent>(
    CatalogContent Content, Topic<TEvent> Topic, int RangeRows, Func<BatchOrigin, IEnumerable<TRow>, TEvent> Wrap)
    where TRow : class, IMessage<TRow>
    where TEvent : class, IMessage<TEvent>
{
    public string Name => Content.Name();
}

internal static class CatalogContents
{
    public static readonly CatalogContent<CatalogTrack, TracksExtracted> Tracks = new(
        CatalogContent.Tracks, Topics.TracksExtracted, 16_384, static (origin, rows) => new() { Origin = origin, Tracks = { rows } });

    public static readonly CatalogContent<TrackAudioFeatures, FeaturesExtracted> Features = new(
        CatalogContent.Features, Topics.FeaturesExtracted, 32_768, static (origin, rows) => new() { Origin = origin, Tracks = { rows } });

    /// <summary>A range is 256 playlists, because one may have 10,000 tracks: at most 44 MB.</summary>
    public static readonly CatalogContent<Basket, PlaylistsExtracted> Playlists = new(
        CatalogContent.Playlists, Topics.PlaylistsExtracted, 256, static (origin, rows) => new() { Origin = origin, Baskets = { rows } });

    /// <summary>The content's name in event ids, metrics and logs.</summary>
    public static string Name(this CatalogContent content) => content switch
    {
        CatalogContent.Tracks => "tracks",
        CatalogContent.Features => "features",
        CatalogContent.Playlists => "playlists",
        _ => throw new ArgumentOutOfRangeException(nameof(content), content, "Unknown content."),
    };
}
