using System.Net;
using Google;
using SpotifyPlatform.Artifacts;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.GoogleCloudStorage;

/// <summary>
/// An object's bytes as they arrive. After a fault it goes on where it was, in the same generation. When it has read a whole object, it has compared
/// its CRC-32C with the server's: damaged bytes end in an <see cref="IOException"/> before the last of them is handed out.
/// </summary>
internal sealed class ObjectReadStream : ForwardReadStream
{
    private readonly Bucket bucket;
    private readonly ArtifactKey key;
    private readonly string name;
    private readonly ByteRange range;
    private readonly Crc32C crc = new();
    private HttpResponseMessage? response;
    private Stream? body;
    private long position;
    private long? end;
    private string? expectedCrc;
    private long? generation;

    private ObjectReadStream(Bucket bucket, ArtifactKey key, string name, ByteRange range) =>
        (this.bucket, this.key, this.name, this.range, position) = (bucket, key, name, range, range.Offset);

    /// <exception cref="ArtifactNotFoundException">There is no such object.</exception>
    public static async Task<ObjectReadStream> OpenAsync(Bucket bucket, ArtifactKey key, string name, ByteRange range, CancellationToken cancellationToken)
    {
        var stream = new ObjectReadStream(bucket, key, name, range);
        await bucket.ReadAsync(stream.What, async stop =>
        {
            await stream.ConnectAsync(stop).ConfigureAwait(false);
            return true;
        }, cancellationToken).ConfigureAwait(false);
        return stream;
    }

    private string What => $"reading gs://{bucket.Name}/{name}";

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position == end || buffer.IsEmpty)
            return 0;
        var count = await bucket.ReadAsync(What, stop => ReadOnceAsync(buffer, stop), cancellationToken).ConfigureAwait(false);
        crc.Append(buffer.Span[..count]);
        position += count;
        if (position == end && expectedCrc is not null && crc.ToString() is var found && found != expectedCrc)
            throw new IOException($"gs://{bucket.Name}/{name} arrived with CRC-32C {found}; the server has {expectedCrc}. It was damaged on the way.");
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer)
    {
        var bytes = new byte[buffer.Length];
        var count = ReadAsync(bytes).AsTask().GetAwaiter().GetResult();
        bytes.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Disconnect();
        base.Dispose(disposing);
    }

    private async Task<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (body is null)
            await ConnectAsync(cancellationToken).ConfigureAwait(false);
        using var timeout = new CancellationTokenSource(bucket.Settings.Timeout, bucket.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var wanted = (int)Math.Min(buffer.Length, end!.Value - position);
            var count = await body!.ReadAsync(buffer[..wanted], either.Token).ConfigureAwait(false);
            return count > 0 ? count : throw new EndOfStreamException($"The answer ended {end - position} bytes early.");
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            Disconnect();
            throw new TimeoutException($"No bytes came within {bucket.Settings.Timeout}.", ex);
        }
        catch
        {
            Disconnect();
            throw;
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var get = bucket.Objects.Get(bucket.Name, name);
        get.Alt = Google.Apis.Storage.v1.StorageBaseServiceRequest<Google.Apis.Storage.v1.Data.Object>.AltEnum.Media;
        get.Generation = generation;
        using var request = get.CreateRequest(overrideGZipEnabled: false);
        request.Headers.Range = new(position, range.Length > long.MaxValue - range.Offset ? null : Math.Max(range.Offset + range.Length - 1, position));
        response = await bucket.Client.Service.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        try
        {
            Begin(response);
            body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Disconnect();
            throw;
        }
    }

    /// <summary>Learns from the first answer what there is to read, and holds the others to it.</summary>
    private void Begin(HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.NotFound)
            throw new ArtifactNotFoundException(key);
        var beyond = answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable;
        if (!beyond && answer.StatusCode != HttpStatusCode.PartialContent)
            throw new GoogleApiException("storage", $"The server answered {(int)answer.StatusCode} to a request for a range") { HttpStatusCode = answer.StatusCode };
        var length = answer.Content.Headers.ContentRange?.Length ?? throw new IOException("The answer does not tell the length of the object.");
        var found = Header(answer, "X-Goog-Generation") is { } text && long.TryParse(text, out var number) ? number : (long?)null;
        if (generation is not null && (found != generation || beyond))
            throw new IOException($"gs://{bucket.Name}/{name} was replaced while it was read.");
        if (!beyond && answer.Content.Headers.ContentRange!.From != position)
            throw new IOException("The answer holds another range than was asked for.");
        var part = range.Within(length);
        (generation, end) = (found, part.Offset + part.Length);
        if (position >= end)
            position = end.Value;
        if (part == new ByteRange(0, length))
            expectedCrc = Header(answer, "X-Goog-Hash")?.Split(',').Select(hash => hash.Trim()).FirstOrDefault(hash => hash.StartsWith(CrcPrefix, StringComparison.Ordinal))?[CrcPrefix.Length..];
    }

    private const string CrcPrefix = "crc32c=";

    private static string? Header(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) ? string.Join(',', values) : null;

    private void Disconnect()
    {
        body?.Dispose();
        response?.Dispose();
        (body, response) = (null, null);
    }
}
