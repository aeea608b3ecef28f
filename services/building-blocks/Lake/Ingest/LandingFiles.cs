using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.GoogleCloudStorage;

namespace SpotifyPlatform.Lake.Ingest;

/// <summary>Where the files of an environment land and are archived: a bucket where one is given, else a folder.</summary>
internal sealed class LandingFiles : IDisposable
{
    private readonly IArtifactStore store;
    private readonly string prefix;

    /// <param name="place">The bucket or folder, for messages.</param>
    internal LandingFiles(IArtifactStore store, string prefix, string place)
    {
        this.store = store;
        this.prefix = prefix;
        Place = $"{place}/{prefix}/landing";
    }

    /// <summary>The landing folder, for messages.</summary>
    public string Place { get; }

    /// <param name="bucket">Instead of the one that is configured.</param>
    public static LandingFiles Open(string environment, string? bucket, LakeOptions options, TimeProvider clock, ILoggerFactory loggers) =>
        (bucket ?? options.BucketOf(environment)) is { Length: > 0 } name
            ? new(new GcsArtifactStore(name, "", options.ScratchFolder, clock, loggers.CreateLogger<GcsArtifactStore>()), options.Prefix, $"gs://{name}")
            : new(new FolderArtifactStore(options.FolderOf(environment), inputFolder: null, clock), options.Prefix, Path.GetFullPath(options.FolderOf(environment)));

    /// <summary>Files of a kind in the order of their names, which begin with their times.</summary>
    public async Task<IReadOnlyList<ArtifactInfo>> ListAsync(IngestConfig config, CancellationToken cancellationToken)
    {
        var found = new List<ArtifactInfo>();
        await foreach (var file in store.ListAsync($"{prefix}/landing/", cancellationToken).ConfigureAwait(false))
            if (config.Matches(NameOf(file.Key)))
                found.Add(file);
        return found;
    }

    /// <summary>Puts a local file into the landing folder.</summary>
    /// <exception cref="IOException">A file of that name with another content is there.</exception>
    public async Task UploadAsync(string path, CancellationToken cancellationToken)
    {
        var key = ArtifactKey.Parse($"{prefix}/landing/{Path.GetFileName(path)}");
        using var content = File.OpenRead(path);
        if (await store.CreateAsync(key, content, cancellationToken).ConfigureAwait(false))
            return;
        content.Position = 0;
        using var landed = await store.OpenAsync(key, ByteRange.All, cancellationToken).ConfigureAwait(false);
        if (await HashAsync(content, cancellationToken).ConfigureAwait(false) != await HashAsync(landed, cancellationToken).ConfigureAwait(false))
            throw new IOException($"{Place} has a file {Path.GetFileName(path)} with another content. Ingest it first, or give this one another time in its name.");
    }

    public Task<LandedFile> CopyAsync(ArtifactInfo file, string scratch, long maxBytes, CancellationToken cancellationToken) =>
        LandedFile.CopyAsync(store, file, scratch, maxBytes, cancellationToken);

    /// <summary>Moves a file out of the landing folder. Its name gets its hash, because another file of that name may land later.</summary>
    public async Task ArchiveAsync(ArtifactKey landed, LandedFile copy, CancellationToken cancellationToken)
    {
        var name = NameOf(landed);
        var archived = ArtifactKey.Parse($"{prefix}/archive/{Path.GetFileNameWithoutExtension(name)}.{copy.Sha256[..16]}{Path.GetExtension(name)}");
        using (var content = File.OpenRead(copy.Path))
            await store.CreateAsync(archived, content, cancellationToken).ConfigureAwait(false);
        await store.DeleteAsync(landed, cancellationToken).ConfigureAwait(false);
    }

    public static string NameOf(ArtifactKey key) => key.Segments[^1];

    public void Dispose() => (store as IDisposable)?.Dispose();

    private static async Task<string> HashAsync(Stream stream, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
}
