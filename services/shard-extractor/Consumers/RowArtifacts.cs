using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.ShardExtractor.Consumers;

/// <summary>Puts the row files of shards into the artifact store, where other services read them.</summary>
internal sealed class RowArtifacts(IArtifactStore store)
{
    /// <summary>Named by their content: equal rows are stored once, and rows of another extraction never replace them.</summary>
    public async Task<ArtifactReference> PublishAsync(string outputFolder, OutputFileEntry output, CancellationToken cancellationToken)
    {
        var key = ArtifactKey.Parse($"analysis/{output.Sha256}/{Path.GetFileName(output.Path)}");
        await store.CreateFromFileAsync(key, Path.Combine(outputFolder, output.Path), cancellationToken).ConfigureAwait(false);
        return new ArtifactReference(key, output.Length, output.Sha256);
    }
}
