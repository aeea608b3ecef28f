namespace SpotifyPlatform.Artifacts.Store;

/// <summary>
/// Copies a data set's files into a store that is not a folder. Their keys name their content, so that a file that is overwritten is another artifact, and
/// one that was copied before is not copied again.
/// </summary>
public sealed class UploadedInputs(IArtifactStore store) : IInputArtifacts
{
    /// <summary>Not <see cref="InputKeys.Prefix"/>, whose keys are files of a folder.</summary>
    private const string Prefix = "acquired/";
    private const int BufferBytes = 1 << 20;

    public async Task<ArtifactReference> AddAsync(string name, string path, long length, string sha256, CancellationToken cancellationToken)
    {
        var reference = new ArtifactReference(ArtifactKey.Parse(Prefix + sha256), length, sha256);
        if (await store.FindAsync(reference.Key, cancellationToken).ConfigureAwait(false) is not null)
            return reference;
        var content = new VerifiedStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes), reference);
        await using (content.ConfigureAwait(false))
            await store.CreateAsync(reference.Key, content, cancellationToken).ConfigureAwait(false);
        return reference;
    }
}
