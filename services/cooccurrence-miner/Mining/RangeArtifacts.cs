using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.CooccurrenceMiner.Counting;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>The range files of runs in the artifact store, which every instance can access.</summary>
internal sealed class RangeArtifacts(IArtifactStore store, ILocalArtifacts local)
{
    /// <summary>Moves a range file into the store.</summary>
    public async Task<ArtifactReference> PublishAsync(string run, RowRange rows, string path, byte[] sha256, CancellationToken cancellationToken)
    {
        var key = ArtifactKey.Parse($"{Folder(run)}{rows.First:D10}-{rows.End:D10}.pairs");
        var reference = new ArtifactReference(key, new FileInfo(path).Length, Convert.ToHexStringLower(sha256));
        await store.CreateFromFileAsync(key, path, cancellationToken).ConfigureAwait(false);
        File.Delete(path);
        return reference;
    }

    /// <summary>The verified file of a range; null if it is missing or corrupt.</summary>
    public async Task<LocalArtifact?> OpenAsync(MinedRange range, CancellationToken cancellationToken)
    {
        try
        {
            var file = await local.FetchAsync(range.File, cancellationToken).ConfigureAwait(false);
            if (Convert.ToHexStringLower(RangeFile.Sha256(file.Path)) == range.File.Sha256)
                return file;
            file.Dispose();
            return null;
        }
        catch (Exception ex) when (ex is ArtifactNotFoundException or ArtifactChangedException)
        {
            return null;
        }
    }

    public async Task ClearAsync(string run, CancellationToken cancellationToken)
    {
        await foreach (var file in store.ListAsync(Folder(run), cancellationToken).ConfigureAwait(false))
            await store.DeleteAsync(file.Key, cancellationToken).ConfigureAwait(false);
    }

    private static string Folder(string run) => $"mining/{run}/";
}
