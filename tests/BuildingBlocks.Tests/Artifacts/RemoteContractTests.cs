using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Testing.Artifacts;

namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts;

/// <summary>The double keeps the contract that the tests of the cache rely on.</summary>
public sealed class RemoteContractTests : ArtifactStoreContract
{
    private readonly RemoteArtifactStore store = new();

    protected override IArtifactStore Open() => store;
}
