namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Publishes the rows of the catalogue's files, in any order.</summary>
internal sealed class CatalogExtraction(
    CatalogFolder folder, ICatalogDatabases databases, CatalogStream<ExtractedTrack> tracks, CatalogStream<ExtractedFeatures> features)
{
    /// <summary>Extracts a file, or continues where an earlier run was stopped.</summary>
    /// <exception cref="CatalogRefusedException">The file cannot be extracted; a retry would not help.</exception>
    public async Task ExtractAsync(CatalogFile file, CancellationToken cancellationToken)
    {
        var path = await folder.MakeReadyAsync(file, cancellationToken).ConfigureAwait(false);
        switch (file.Content)
        {
            case CatalogContent.Tracks:
                await tracks.RunAsync(file, "", _ => databases.OpenTracks(path), cancellationToken).ConfigureAwait(false);
                break;
            case CatalogContent.Features:
                await features.RunAsync(file, "", _ => databases.OpenFeatures(path), cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(file), file.Content, "Unknown content.");
        }
    }
}
