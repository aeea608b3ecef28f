using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.GoogleCloudStorage;

namespace SpotifyPlatform.Engines;

/// <summary>Each store is opened once.</summary>
internal sealed class ArtifactStores(IOptions<ArtifactOptions> options, TimeProvider time, ILogger<GcsArtifactStore> logger) : IArtifactStores, IDisposable
{
    private const string BucketScheme = "gs://";
    private const string FolderScheme = "store:";

    private readonly ConcurrentDictionary<(string Address, string? StorageClass), Lazy<IArtifactStore>> open = new();

    public bool IsAddress(string text) => text.StartsWith(BucketScheme, StringComparison.Ordinal) || text.StartsWith(FolderScheme, StringComparison.Ordinal);

    public IArtifactStore Open(string address, string? storageClass = null) =>
        open.GetOrAdd((address, storageClass), key => new Lazy<IArtifactStore>(() => Create(key.Address, key.StorageClass))).Value;

    public void Dispose()
    {
        foreach (var store in open.Values.Where(store => store.IsValueCreated))
            (store.Value as IDisposable)?.Dispose();
    }

    private IArtifactStore Create(string address, string? storageClass)
    {
        if (address.StartsWith(FolderScheme, StringComparison.Ordinal) && address[FolderScheme.Length..] is { Length: > 0 } folder)
            return new FolderArtifactStore(folder, null, time);
        if (!address.StartsWith(BucketScheme, StringComparison.Ordinal) || address[BucketScheme.Length..].Split('/', 2) is not [{ Length: > 2 } bucket, ..] parts)
            throw new FormatException($"'{address}' is no artifact store. Write gs://BUCKET/PREFIX or store:FOLDER.");
        return new GcsArtifactStore(
            bucket, parts.Length == 2 ? parts[1].Trim('/') : "", Path.Combine(options.Value.CacheFolder, ArtifactsRegistration.UploadFolder), time, logger, storageClass);
    }
}
