namespace SpotifyPlatform.Artifacts.Store;

/// <summary>Makes the files of a data set artifacts, so that every service can read them.</summary>
public interface IInputArtifacts
{
    /// <summary>When the task ends, the artifact can be read by its reference.</summary>
    /// <param name="name">The file's path within the data set, with forward slashes.</param>
    /// <param name="path">The file on this machine.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="sha256">Of the bytes, lower-case hexadecimal.</param>
    /// <exception cref="ArtifactChangedException">The file has other content than that by now; there is no artifact of it.</exception>
    Task<ArtifactReference> AddAsync(string name, string path, long length, string sha256, CancellationToken cancellationToken);
}
