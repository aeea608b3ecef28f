using System.Net;
using Google;
using Google.Apis.Upload;
using Google.Cloud.Storage.V1;
using static Google.Apis.Storage.v1.ObjectsResource;
using StoredObject = Google.Apis.Storage.v1.Data.Object;

namespace SpotifyPlatform.GoogleCloudStorage;

/// <summary>
/// Creates one object, if it is absent, by a resumable upload. The object carries the id of its upload, so that an upload whose answer was lost is
/// recognised by what is there.
/// </summary>
/// <param name="content">Seekable, at its beginning.</param>
internal sealed class ObjectUpload(Bucket bucket, string name, Stream content)
{
    private const string IdKey = "upload-id";

    private readonly string id = Guid.NewGuid().ToString("N");
    private InsertMediaUpload? session;
    private bool attempted;
    private bool isSession;

    /// <returns>False when the object was created by someone else; it stays as it is.</returns>
    /// <exception cref="TimeoutException">It is unknown whether the object was created.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var crc32C = await Crc32C.OfAsync(content, cancellationToken).ConfigureAwait(false);
        return await bucket.WriteAsync($"creating gs://{bucket.Name}/{name}", stop => AttemptAsync(crc32C, stop), cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> AttemptAsync(string crc32C, CancellationToken cancellationToken)
    {
        if (attempted && await FindAsync(cancellationToken).ConfigureAwait(false) is { } there)
            return IsOwn(there);
        attempted = true;
        while (true)
        {
            var sent = session?.GetProgress().BytesSent ?? 0;
            var progress = await SendAsync(crc32C, cancellationToken).ConfigureAwait(false);
            if (progress.Status == UploadStatus.Completed)
                return await CheckAsync(session!.ResponseBody, crc32C, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (progress.Exception is GoogleApiException { HttpStatusCode: HttpStatusCode.PreconditionFailed })
                return IsOwn(await FindAsync(cancellationToken).ConfigureAwait(false) ?? throw Restart("The object was there, and was deleted meanwhile."));
            // The server forgot the session; its upload may have ended before.
            if (progress.Exception is GoogleApiException { HttpStatusCode: HttpStatusCode.NotFound or HttpStatusCode.Gone } && isSession)
                throw Restart("The upload session has ended.");
            if (!CallFaults.IsTransient(progress.Exception))
                throw progress.Exception;
            if (!bucket.ResumesUploads || !isSession)
                throw Restart(CallFaults.Detail(progress.Exception), progress.Exception);
            // Whoever gets on is not counted as failing.
            if (progress.BytesSent <= sent)
                throw new IOException(CallFaults.Detail(progress.Exception), progress.Exception);
        }
    }

    private Task<IUploadProgress> SendAsync(string crc32C, CancellationToken cancellationToken)
    {
        if (isSession)
            return session!.ResumeAsync(cancellationToken);
        content.Position = 0;
        session = bucket.Client.CreateObjectUploader(
            new StoredObject
            {
                Bucket = bucket.Name,
                Name = name,
                ContentType = "application/octet-stream",
                StorageClass = bucket.StorageClass,
                // The server refuses other bytes.
                Crc32c = crc32C,
                Metadata = new Dictionary<string, string> { [IdKey] = id },
            },
            content,
            new UploadObjectOptions { IfGenerationMatch = 0, ChunkSize = bucket.Settings.ChunkBytes });
        session.UploadSessionData += _ => isSession = true;
        return session.UploadAsync(cancellationToken);
    }

    private IOException Restart(string reason, Exception? ex = null)
    {
        (session, isSession) = (null, false);
        return new IOException(reason, ex);
    }

    /// <summary>The emulator does not compare the checksum that it was given.</summary>
    private async Task<bool> CheckAsync(StoredObject created, string crc32C, CancellationToken cancellationToken)
    {
        if (created.Crc32c == crc32C && created.Size == (ulong)content.Length)
            return true;
        var delete = bucket.Objects.Delete(bucket.Name, name);
        delete.IfGenerationMatch = created.Generation;
        await delete.ExecuteAsync(cancellationToken).ConfigureAwait(false);
        throw Restart($"{created.Size} bytes with CRC-32C {created.Crc32c} arrived of {content.Length} bytes with CRC-32C {crc32C}.");
    }

    private Task<StoredObject?> FindAsync(CancellationToken cancellationToken) => bucket.FindAsync(name, cancellationToken);

    private bool IsOwn(StoredObject there) => there.Metadata?.TryGetValue(IdKey, out var creator) == true && creator == id;
}
