namespace SpotifyPlatform.Artifacts.Store;

/// <summary>A store has no artifact of a key.</summary>
public sealed class ArtifactNotFoundException(ArtifactKey key)
    : FileNotFoundException($"The artifact store has no '{key}'. Put the file back, or have what it was made from processed again.", key.ToString())
{
    public ArtifactKey Key { get; } = key;
}
