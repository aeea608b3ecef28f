using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.PipelineStatus;

namespace SpotifyPlatform.Engines;

/// <summary>Names the stores behind the ports, for the status: instances that share a store count it once.</summary>
public sealed class StoreSources(IOptions<StorageOptions> options, IOptions<ArtifactOptions> artifacts)
{
    public string Tables { get; } = StageSource.Folder(artifacts.Value.Folder);

    /// <summary>The embedded index is a table.</summary>
    public string VectorIndex { get; } = options.Value is { VectorIndex: VectorEngine.Qdrant } values
        ? StageSource.Server(values.Qdrant.Address)
        : StageSource.Folder(artifacts.Value.Folder);
}
