namespace SpotifyPlatform.Artifacts.Store;

/// <summary>
/// Files that services hand to one another. An artifact is created whole and once, and its bytes never change; keys are named by
/// what the content was made from. No key may be a folder of another (<c>a</c> and <c>a/b</c>).
/// I/O faults are <see cref="IOException"/> and transient, unless a member says otherwise.
/// </summary>
public interface IArtifactStore
{
    /// <summary>Opens an artifact, or a part of it; a range ends where the artifact ends.</summary>
    /// <exception cref="ArtifactNotFoundException">There is no such artifact.</exception>
    Task<Stream> OpenAsync(ArtifactKey key, ByteRange range, CancellationToken cancellationToken);

    /// <summary>Creates an artifact from the rest of a stream. When the task ends, the artifact survives a power cut.</summary>
    /// <returns>False when the artifact exists already; it stays as it is, and the stream may be read in part.</returns>
    /// <exception cref="TimeoutException">It is unknown whether the artifact was created: a remote store did not answer. Repeat it.</exception>
    Task<bool> CreateAsync(ArtifactKey key, Stream content, CancellationToken cancellationToken);

    /// <summary>The same from a file, which must never change afterwards: the store may share its bytes. It may be deleted.</summary>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    Task<bool> CreateFromFileAsync(ArtifactKey key, string path, CancellationToken cancellationToken);

    /// <summary>The artifact's length and age, or null when there is none.</summary>
    Task<ArtifactInfo?> FindAsync(ArtifactKey key, CancellationToken cancellationToken);

    /// <summary>The artifacts whose keys begin with a text, in the order of their keys' UTF-8 bytes.</summary>
    /// <param name="prefix">Empty for all; need not end at a slash.</param>
    IAsyncEnumerable<ArtifactInfo> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes an artifact. Streams that are open read on.</summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="TimeoutException">It is unknown whether the artifact was deleted: a remote store did not answer. Repeat it.</exception>
    Task<bool> DeleteAsync(ArtifactKey key, CancellationToken cancellationToken);
}
