using System.Runtime.CompilerServices;
using SpotifyPlatform.Artifacts.Store.Folders;

namespace SpotifyPlatform.Artifacts.Store;

/// <summary>
/// A remote store and the operator's input folder beside it: keys below <c>input/</c> are files of that folder, which is only read and is too big to copy.
/// </summary>
/// <param name="store">Holds all other keys.</param>
/// <param name="local">Gives copies of them.</param>
public sealed class InputFolderArtifacts(string inputFolder, IArtifactStore store, ILocalArtifacts local, TimeProvider time) : IArtifactStore, ILocalArtifacts
{
    /// <summary>Has no other keys, and so no folder for them.</summary>
    private readonly FolderArtifactStore inputs = new(inputFolder, inputFolder, time);

    public Task<Stream> OpenAsync(ArtifactKey key, ByteRange range, CancellationToken cancellationToken) => StoreOf(key).OpenAsync(key, range, cancellationToken);

    public Task<bool> CreateAsync(ArtifactKey key, Stream content, CancellationToken cancellationToken) => StoreOf(key).CreateAsync(key, content, cancellationToken);

    public Task<bool> CreateFromFileAsync(ArtifactKey key, string path, CancellationToken cancellationToken) =>
        StoreOf(key).CreateFromFileAsync(key, path, cancellationToken);

    public Task<ArtifactInfo?> FindAsync(ArtifactKey key, CancellationToken cancellationToken) => StoreOf(key).FindAsync(key, cancellationToken);

    public async IAsyncEnumerable<ArtifactInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = prefix.StartsWith(InputKeys.Prefix, StringComparison.Ordinal) || InputKeys.Prefix.StartsWith(prefix, StringComparison.Ordinal)
            ? await inputs.ListAsync(prefix.Length < InputKeys.Prefix.Length ? InputKeys.Prefix : prefix, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false)
            : [];
        await foreach (var found in store.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            if (IsInput(found.Key))
                continue;
            if (files.Count > 0 && KeyOrder.Instance.Compare(found.Key.ToString(), InputKeys.Prefix) > 0)
            {
                foreach (var file in files)
                    yield return file;
                files.Clear();
            }

            yield return found;
        }

        foreach (var file in files)
            yield return file;
    }

    public Task<bool> DeleteAsync(ArtifactKey key, CancellationToken cancellationToken) => StoreOf(key).DeleteAsync(key, cancellationToken);

    public Task<LocalArtifact> FetchAsync(ArtifactReference reference, CancellationToken cancellationToken) =>
        (IsInput(reference.Key) ? inputs : local).FetchAsync(reference, cancellationToken);

    private static bool IsInput(ArtifactKey key) => key.ToString().StartsWith(InputKeys.Prefix, StringComparison.Ordinal);

    private IArtifactStore StoreOf(ArtifactKey key) => IsInput(key) ? inputs : store;
}
