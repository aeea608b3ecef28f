namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>What a catalogue file holds.</summary>
internal enum CatalogContent
{
    Tracks,
    Playlists,
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
    /// <summary>A range is 256 playlists, because one may have 10,000 tracks: at most 44 MB.</summary>
    public static readonly CatalogContent<ExtractedBasket> Playlists = new(CatalogContent.Playlists, 256);

    /// <summary>The content's name in event ids, stores, metrics and logs.</summary>
    public static string Name(this CatalogContent content) => content switch
    {
        CatalogContent.Tracks => "tracks",
        CatalogContent.Playlists => "playlists",
        _ => throw new ArgumentOutOfRangeException(nameof(content), content, "Unknown content."),
    };
}
