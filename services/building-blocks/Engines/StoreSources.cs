using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.PipelineStatus;

namespace SpotifyPlatform.Engines;

/// <summary>Names the stores behind the ports, for the status: instances that share a store count it once.</summary>
public sealed class StoreSources(IOptions<StorageOptions> options, IOptions<ArtifactOptions> artifacts)
{
    public string Tables { get; } = ArtifactsOf(artifacts.Value);

    /// <summary>The embedded index is a table.</summary>
    public string VectorIndex { get; } = options.Value is { VectorIndex: VectorEngine.Qdrant } values
        ? StageSource.Server(values.Qdrant.Address)
        : ArtifactsOf(artifacts.Value);

    private static string ArtifactsOf(ArtifactOptions options) => options.Engine == ArtifactEngine.GoogleCloudStorage
        ? StageSource.Server(new Uri($"gs://{options.Bucket}/{options.Prefix}"))
        : StageSource.Folder(options.Folder);
}
