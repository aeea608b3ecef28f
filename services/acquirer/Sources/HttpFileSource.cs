using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Acquirer.Sources;

/// <summary>
/// The files below an address that its <c>SHA256SUMS</c> lists: without checksums nothing of a web server is taken. A fetch goes on by range where the server has ranges and
/// says which version a file is (<c>ETag</c> or <c>Last-Modified</c>). Redirects are not followed.
/// </summary>
internal sealed class HttpFileSource(HttpClient client, Uri address, TimeProvider time) : StreamedFileSource(time)
{
    public const string ClientName = "acquirer-source";
    private const int MaxListBytes = 64 << 20;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly Uri root = new UriBuilder(address) { Path = address.AbsolutePath.TrimEnd('/') + '/', Query = "", Fragment = "" }.Uri;

    public override string Name => $"{root.Scheme}://{root.Authority}{root.AbsolutePath}";

    public override async Task<IReadOnlyList<SourceFile>> ListAsync(CancellationToken cancellationToken)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, UriOf(Checksums.FileName)), cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidDataException($"{Name}{Checksums.FileName} answers {(int)response.StatusCode}; a web server is a source only with a list of checksums, and without redirects.");
        var list = await ReadBoundedAsync(response.Content, cancellationToken).ConfigureAwait(false);
        var files = new List<SourceFile>();
        foreach (var (name, sha256) in Checksums.Parse(new StreamReader(list), Name + Checksums.FileName).Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            if (InputKeys.TryOf(name, out _, out _) && await FindAsync(name, sha256, cancellationToken).ConfigureAwait(false) is { } file)
                files.Add(file);
        return files;
    }

    protected override async Task<(Stream Content, long Offset)> OpenAsync(SourceFile file, long offset, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, UriOf(file.Name));
        if (offset > 0)
            request.Headers.Range = new RangeHeaderValue(offset, null);
        var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent) || VersionOf(response) != file.Version)
                throw new InvalidDataException($"{file.Name} is gone or another one since it was listed: the server answers {(int)response.StatusCode}.");
            var isPart = response.StatusCode == HttpStatusCode.PartialContent;
            if (isPart && response.Content.Headers.ContentRange?.From != offset)
                throw new InvalidDataException($"{file.Name}: the server sent another range than was asked for.");
            return (new ResponseStream(response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false)), isPart ? offset : 0);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<SourceFile?> FindAsync(string name, string sha256, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Head, UriOf(name)), cancellationToken).ConfigureAwait(false);
        return response is { StatusCode: HttpStatusCode.OK, Content.Headers.ContentLength: { } length } ? new SourceFile(name, length, VersionOf(response), sha256) : null;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(AnswerLimit);
            var response = await AnswerAsync(request, limit.Token, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is not (>= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout))
                return response;
            response.Dispose();
            throw new IOException($"{Name} answers {(int)response.StatusCode}.");
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken limit, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{Name} does not answer within {AnswerLimit}.", ex);
        }
    }

    /// <summary>A weak tag names no bytes.</summary>
    private static string VersionOf(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : response.Content.Headers.LastModified?.Ticks.ToString(CultureInfo.InvariantCulture) ?? "";

    private Uri UriOf(string name) => new(root, string.Join('/', name.Split('/').Select(Uri.EscapeDataString)));

    private async Task<MemoryStream> ReadBoundedAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var list = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int count; (count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; list.Write(buffer, 0, count))
            if (list.Length + count > MaxListBytes)
                throw new InvalidDataException($"{Name}{Checksums.FileName} has more than {MaxListBytes} bytes.");
        list.Position = 0;
        return list;
    }
}
