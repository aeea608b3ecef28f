namespace SpotifyPlatform.Artifacts.Store;

/// <summary>Artifacts as files of this machine, for readers that need a path: SQLite databases, archives, shards.</summary>
public interface ILocalArtifacts
{
    /// <summary>A file with the artifact's content, copied from the store where the store is not a folder.</summary>
    /// <returns>The file; it may go away once it is disposed.</returns>
    /// <exception cref="ArtifactNotFoundException">There is no such artifact.</exception>
    /// <exception cref="ArtifactChangedException">The artifact is not what the reference says.</exception>
    Task<LocalArtifact> FetchAsync(ArtifactReference reference, CancellationToken cancellationToken);
}
