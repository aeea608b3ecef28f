using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Google;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Artifacts.Store;
using StoredObject = Google.Apis.Storage.v1.Data.Object;

namespace SpotifyPlatform.GoogleCloudStorage;

/// <summary>
/// The artifact store in a bucket of Google Cloud Storage. An object is created if it is absent, by a generation precondition; each write has one effect,
/// also when its answer is lost.
/// </summary>
public sealed class GcsArtifactStore : IArtifactStore, IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly Bucket bucket;
    private readonly string prefix;
    private readonly string scratch;

    /// <param name="prefix">What the names of all objects begin with; empty, or a path without slashes at its ends.</param>
    /// <param name="scratch">A folder for content that cannot be read twice, while it is uploaded.</param>
    /// <param name="storageClass">Of the objects that are created, such as <c>ARCHIVE</c>; null for the bucket's own.</param>
    /// <exception cref="Storage.StoreRefusedException">There are no credentials.</exception>
    public GcsArtifactStore(string bucket, string prefix, string scratch, TimeProvider time, ILogger<GcsArtifactStore> logger, string? storageClass = null)
        : this(new Bucket(bucket, Environment.GetEnvironmentVariable(Bucket.EmulatorVariable), new CallSettings(), time, logger) { StorageClass = storageClass }, prefix, scratch)
    {
    }

    internal GcsArtifactStore(Bucket bucket, string prefix, string scratch)
    {
        this.bucket = bucket;
        this.prefix = prefix.Length == 0 ? "" : prefix + '/';
        this.scratch = scratch;
    }

    /// <summary>Asks whether the bucket is there and may be read.</summary>
    /// <exception cref="IOException">It is not known: no answer came.</exception>
    /// <exception cref="Storage.StoreRefusedException">It is not, or access is denied.</exception>
    public Task CheckAsync(CancellationToken cancellationToken) => ListPageAsync("", pageToken: null, maxResults: 1, cancellationToken);

    public async Task<Stream> OpenAsync(ArtifactKey key, ByteRange range, CancellationToken cancellationToken)
    {
        range.Within(0);
        return range.Length > 0
            ? await ObjectReadStream.OpenAsync(bucket, key, NameOf(key), range, cancellationToken).ConfigureAwait(false)
            : await FindAsync(key, cancellationToken).ConfigureAwait(false) is null ? throw new ArtifactNotFoundException(key) : Stream.Null;
    }

    public async Task<bool> CreateAsync(ArtifactKey key, Stream content, CancellationToken cancellationToken)
    {
        // An upload that would be refused at its end is not begun.
        if (await FindAsync(key, cancellationToken).ConfigureAwait(false) is not null)
            return false;
        if (content is { CanSeek: true, Position: 0 })
            return await UploadAsync(key, content, cancellationToken).ConfigureAwait(false);
        var copy = NewScratchFile();
        await using (copy.ConfigureAwait(false))
        {
            await content.CopyToAsync(copy, BufferBytes, cancellationToken).ConfigureAwait(false);
            copy.Position = 0;
            return await UploadAsync(key, copy, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<bool> CreateFromFileAsync(ArtifactKey key, string path, CancellationToken cancellationToken)
    {
        var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.Asynchronous);
        await using (content.ConfigureAwait(false))
            return await CreateAsync(key, content, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ArtifactInfo?> FindAsync(ArtifactKey key, CancellationToken cancellationToken) =>
        await FindObjectAsync(key, cancellationToken).ConfigureAwait(false) is { } found ? InfoOf(key, found) : null;

    public async IAsyncEnumerable<ArtifactInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? pageToken = null;
        do
        {
            var page = await ListPageAsync(prefix, pageToken, maxResults: null, cancellationToken).ConfigureAwait(false);
            foreach (var found in page.Items ?? [])
                if (ArtifactKey.TryParse(found.Name[this.prefix.Length..], out var key, out _))
                    yield return InfoOf(key, found);
            pageToken = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(pageToken));
    }

    public async Task<bool> DeleteAsync(ArtifactKey key, CancellationToken cancellationToken)
    {
        if (await FindObjectAsync(key, cancellationToken).ConfigureAwait(false) is not { } found)
            return false;
        var attempted = false;
        return await bucket.WriteAsync($"deleting {UriOf(key)}", async stop =>
        {
            // A repetition must not delete what was created since.
            var delete = bucket.Objects.Delete(bucket.Name, NameOf(key));
            delete.IfGenerationMatch = found.Generation;
            var repeated = attempted;
            attempted = true;
            try
            {
                await delete.ExecuteAsync(stop).ConfigureAwait(false);
                return true;
            }
            catch (GoogleApiException ex) when (ex.HttpStatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed)
            {
                // Gone by an attempt whose answer was lost, or by someone else.
                return repeated;
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => bucket.Dispose();

    /// <summary>The library's own reading of times refuses some of the emulator.</summary>
    private static ArtifactInfo InfoOf(ArtifactKey key, StoredObject found) =>
        new(key, (long)(found.Size ?? 0), DateTimeOffset.Parse(found.TimeCreatedRaw, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    private string NameOf(ArtifactKey key) => prefix + key;

    private string UriOf(ArtifactKey key) => $"gs://{bucket.Name}/{NameOf(key)}";

    private Task<bool> UploadAsync(ArtifactKey key, Stream content, CancellationToken cancellationToken) =>
        new ObjectUpload(bucket, NameOf(key), content).RunAsync(cancellationToken);

    private Task<StoredObject?> FindObjectAsync(ArtifactKey key, CancellationToken cancellationToken) =>
        bucket.ReadAsync($"reading {UriOf(key)}", stop => bucket.FindAsync(NameOf(key), stop), cancellationToken);

    private Task<Google.Apis.Storage.v1.Data.Objects> ListPageAsync(string prefix, string? pageToken, int? maxResults, CancellationToken cancellationToken) =>
        bucket.ReadAsync($"listing gs://{bucket.Name}", stop =>
        {
            var list = bucket.Objects.List(bucket.Name);
            list.Prefix = this.prefix + prefix;
            list.PageToken = pageToken;
            list.MaxResults = maxResults;
            list.Fields = "nextPageToken,items(name,size,timeCreated)";
            return list.ExecuteAsync(stop);
        }, cancellationToken);

    /// <summary>A file that is gone when it is closed, or when its process dies.</summary>
    private FileStream NewScratchFile()
    {
        Directory.CreateDirectory(scratch);
        var path = Path.Combine(scratch, Guid.NewGuid().ToString("N"));
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 0, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }
}
