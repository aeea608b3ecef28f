using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using SpotifyPlatform.Acquirer.Sources;

namespace SpotifyPlatform.Acquirer.Tests.Sources;

/// <summary>A web server as a source; its answers are made by a handler, with the headers of real servers.</summary>
public sealed class HttpFileSourceTests : StreamedSourceContract
{
    private readonly FileServer server = new();

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Fetch_FromAServerWithoutRangesOrVersions_BeginsAnew(bool hasRanges, bool hasVersions)
    {
        var sample = await PutSampleAsync();
        (server.HasRanges, server.HasVersions) = (hasRanges, hasVersions);
        var file = (await Open().ListAsync(None))[0];
        using (var stop = new CancellationTokenSource())
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => Open().FetchAsync([Want(file)], new Counter(bytes => { if (bytes > 1_000_000) stop.Cancel(); }), stop.Token));
        var counted = new Counter();

        Assert.Empty(await Open().FetchAsync([Want(file)], counted, None));

        Assert.Equal(3_000_000, counted.Bytes);
        Assert.Equal(sample[file.Name], File.ReadAllBytes(FilesOnDisk().Single()));
    }

    [Fact]
    public async Task List_WithoutChecksums_IsRefused()
    {
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => Open().ListAsync(None));

        Assert.Contains("answers 404", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_OfAnAddressWithAPassword_IsWithoutIt()
    {
        using var client = new HttpClient(server, disposeHandler: false);
        Assert.Equal("https://host/set/", new HttpFileSource(client, new Uri("https://user:secret@host/set?token=x"), TimeProvider.System).Name);
    }

    public override void Dispose()
    {
        server.Dispose();
        base.Dispose();
    }

    protected override Task PutAsync(IReadOnlyDictionary<string, byte[]> files)
    {
        server.Files = files.ToDictionary(file => file.Key, file => file.Value);
        server.Files["SHA256SUMS"] = System.Text.Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Value))}  {file.Key}\n")));
        return Task.CompletedTask;
    }

    internal override IFileSource Open() => new HttpFileSource(new HttpClient(server, disposeHandler: false), new Uri("https://host/data"), TimeProvider.System);

    private sealed class FileServer : HttpMessageHandler
    {
        public Dictionary<string, byte[]> Files { get; set; } = [];

        public bool HasRanges { get; set; } = true;

        public bool HasVersions { get; set; } = true;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!Files.TryGetValue(Uri.UnescapeDataString(request.RequestUri!.AbsolutePath["/data/".Length..]), out var bytes))
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
            var from = HasRanges ? (int)(request.Headers.Range?.Ranges.Single().From ?? 0) : 0;
            var response = new HttpResponseMessage(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK)
            {
                Content = request.Method == HttpMethod.Head ? new ByteArrayContent([]) : new StreamContent(new MemoryStream(bytes, from, bytes.Length - from)),
            };
            response.Content.Headers.ContentLength = bytes.Length - from;
            if (from > 0)
                response.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, bytes.Length - 1, bytes.Length);
            if (HasVersions)
                response.Headers.ETag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{Convert.ToHexString(SHA256.HashData(bytes))}\""));
            return Task.FromResult(response);
        }
    }
}
