using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Testing.Artifacts;

/// <summary>What happens to one request.</summary>
/// <param name="At">Bytes of the body before it happens.</param>
/// <param name="Status">Of the answer, for <see cref="FaultKind.Answer"/>.</param>
internal sealed record Fault(FaultKind Kind, int At = 0, HttpStatusCode Status = default, string? RetryAfter = null)
{
    public static Fault None { get; } = new(FaultKind.None);
}

internal enum FaultKind
{
    None,

    /// <summary>The proxy answers itself; the server never hears of the request.</summary>
    Answer,

    /// <summary>The connection is cut while the request arrives; of an upload the whole quarters of a megabyte reach the server.</summary>
    CutRequest,

    /// <summary>The server does the request, and its answer is lost.</summary>
    LoseAnswer,

    /// <summary>The connection is cut within the answer.</summary>
    CutAnswer,

    /// <summary>A byte of the request arrives changed.</summary>
    DamageRequest,

    /// <summary>A byte of the answer arrives changed.</summary>
    DamageAnswer,

    /// <summary>The answer stops until the client gives up.</summary>
    StallAnswer,
}

/// <summary>
/// Stands between the adapter and the emulator and breaks requests. It also keeps what has arrived of each upload, as Google's servers do, and answers
/// the question for it: the emulator takes that question for the end of the upload.
/// </summary>
internal sealed class BucketProxy : IAsyncDisposable
{
    private const int UploadQuantum = 256 << 10;

    private readonly Uri server;
    private readonly HttpClient http = new();
    private readonly ConcurrentDictionary<string, UploadSession> sessions = new(StringComparer.Ordinal);
    private readonly WebApplication app;
    private int requests;
    private int created;

    private BucketProxy(Uri server)
    {
        this.server = server;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        app = builder.Build();
        app.Run(HandleAsync);
    }

    /// <summary>Decides what happens to a request. Not asked about questions for the state of an upload.</summary>
    public Func<HttpRequest, Fault> Decide { get; set; } = _ => Fault.None;

    public string Address => app.Urls.Single();

    public int Requests => requests;

    /// <summary>Objects that the server has created.</summary>
    public int Created => created;

    public static async Task<BucketProxy> StartAsync(string server)
    {
        var proxy = new BucketProxy(new Uri(server));
        await proxy.app.StartAsync();
        return proxy;
    }

    /// <summary>Makes the server forget the uploads that have not ended.</summary>
    public void ForgetSessions() => sessions.Clear();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref requests);
        var range = context.Request.Headers.ContentRange.ToString();
        if (range.StartsWith("bytes */", StringComparison.Ordinal))
        {
            await AnswerStateAsync(context);
            return;
        }

        var fault = Decide(context.Request);
        if (fault.Kind == FaultKind.Answer)
        {
            context.Response.StatusCode = (int)fault.Status;
            context.Response.Headers.RetryAfter = fault.RetryAfter;
            return;
        }

        var body = await ReadAsync(context.Request, fault.Kind == FaultKind.CutRequest ? fault.At : long.MaxValue);
        if (fault.Kind == FaultKind.CutRequest)
        {
            await KeepPartAsync(context.Request, range, body);
            context.Abort();
            return;
        }

        if (fault.Kind == FaultKind.DamageRequest)
            body[fault.At] ^= 1;
        await PassAsync(context, body, fault);
    }

    private async Task PassAsync(HttpContext context, byte[] body, Fault fault)
    {
        if (IsUpload(context.Request) && context.Request.Method == HttpMethods.Put && !sessions.ContainsKey(SessionOf(context.Request)))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var answer = await http.SendAsync(Copy(context.Request, body, context.Request.Headers.ContentRange));
        var content = await answer.Content.ReadAsByteArrayAsync();
        Note(context.Request, answer, content, body.Length);
        if (fault.Kind == FaultKind.LoseAnswer)
        {
            context.Abort();
            return;
        }

        await AnswerAsync(context, answer, content, fault);
    }

    private async Task AnswerAsync(HttpContext context, HttpResponseMessage answer, byte[] content, Fault fault)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            context.Response.Headers[name] = values.Select(value => value.Replace(server.Authority, new Uri(Address).Authority, StringComparison.Ordinal)).ToArray();
        context.Response.Headers.Remove("transfer-encoding");
        if (fault.Kind == FaultKind.DamageAnswer && fault.At < content.Length)
            content[fault.At] ^= 1;
        if (fault.Kind is FaultKind.CutAnswer or FaultKind.StallAnswer && fault.At < content.Length)
        {
            context.Response.ContentLength = content.Length;
            await context.Response.Body.WriteAsync(content.AsMemory(0, fault.At));
            await context.Response.Body.FlushAsync();
            if (fault.Kind == FaultKind.StallAnswer)
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(content);
    }

    /// <summary>Where an upload is: its end, or the last byte that was kept.</summary>
    private async Task AnswerStateAsync(HttpContext context)
    {
        if (!sessions.TryGetValue(SessionOf(context.Request), out var session))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (session.Answer is { } answer)
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(answer);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            if (session.Kept > 0)
                context.Response.Headers.Range = $"bytes=0-{session.Kept - 1}";
        }
    }

    /// <summary>Google keeps what has arrived of a cut request, in whole quanta.</summary>
    private async Task KeepPartAsync(HttpRequest request, string range, byte[] body)
    {
        var whole = body.Length / UploadQuantum * UploadQuantum;
        if (whole == 0 || !IsUpload(request) || !sessions.TryGetValue(SessionOf(request), out var session))
            return;
        var total = range.Split('/')[1];
        using var answer = await http.SendAsync(Copy(request, body[..whole], $"bytes {session.Kept}-{session.Kept + whole - 1}/{total}"));
        if (answer.StatusCode == HttpStatusCode.PermanentRedirect)
            session.Kept += whole;
    }

    private void Note(HttpRequest request, HttpResponseMessage answer, byte[] content, int sent)
    {
        if (!IsUpload(request))
            return;
        if (request.Method == HttpMethods.Post && answer.Headers.Location is { } location)
            sessions[SessionOf(location.Query)] = new UploadSession();
        else if (answer.StatusCode == HttpStatusCode.PermanentRedirect && sessions.TryGetValue(SessionOf(request), out var session))
            session.Kept += sent;
        else if (answer.IsSuccessStatusCode && sessions.TryGetValue(SessionOf(request), out var ended))
        {
            ended.Answer = content;
            Interlocked.Increment(ref created);
        }
    }

    private HttpRequestMessage Copy(HttpRequest request, byte[] body, string? contentRange)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var copy = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(server, target)) { Content = new ByteArrayContent(body) };
        foreach (var (name, values) in request.Headers)
            if (name is not ("Host" or "Content-Length" or "Transfer-Encoding" or "Expect" or "Content-Range") && !copy.Headers.TryAddWithoutValidation(name, values.ToArray()))
                copy.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
        if (!string.IsNullOrEmpty(contentRange))
            copy.Content.Headers.ContentRange = ContentRangeHeaderValue.Parse(contentRange);
        return copy;
    }

    private static bool IsUpload(HttpRequest request) => request.Path.StartsWithSegments("/upload", StringComparison.Ordinal);

    private static string SessionOf(HttpRequest request) => SessionOf(request.QueryString.Value!);

    private static string SessionOf(string query) =>
        query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith("upload_id=", StringComparison.Ordinal)) ?? "";

    private static async Task<byte[]> ReadAsync(HttpRequest request, long most)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int count; content.Length < most && (count = await request.Body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most - content.Length)))) > 0;)
            content.Write(buffer, 0, count);
        return content.ToArray();
    }

    private sealed class UploadSession
    {
        public long Kept { get; set; }

        public byte[]? Answer { get; set; }
    }
}
