namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>What a catalogue file holds.</summary>
internal enum CatalogContent
{
    Tracks,
    Features,
}

/// <summary>
/// How rows of one kind are read. The length of a range decides where batches end, and batch numbers are stored in checkpoints
/// and by consumers, so it is a constant and must not be changed.
/// </summary>
/// <param name="RangeRows">Row numbers in a range, which is read, published and checkpointed as a whole.</param>
internal sealed record CatalogContent<TRow>(CatalogContent Content, int RangeRows)
{
    public string Name => Content.Name();
}

internal static class CatalogContents
{
    public static readonly CatalogContent<ExtractedTrack> Tracks = new(CatalogContent.Tracks, 16_384);

    public static readonly CatalogContent<ExtractedFeatures> Features = new(CatalogContent.Features, 32_768);

    /// <summary>The content's name in event ids, stores, metrics and logs.</summary>
    public static string Name(this CatalogContent content) => content switch
    {
        CatalogContent.Tracks => "tracks",
        CatalogContent.Features => "features",
        _ => throw new ArgumentOutOfRangeException(nameof(content), content, "Unknown content."),
    };
}
