using System.Net;
using System.Text;
using SpotifyPlatform.BigQuery;

namespace SpotifyPlatform.Testing.BigQuery;

/// <summary>Answers requests of a client by a function, without a network.</summary>
internal sealed class ScriptedServer(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public const string Address = "http://bigquery.test";

    /// <summary>Method, path and query of each request, in their order.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The body of the last request.</summary>
    public string Body { get; private set; } = "";

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) => Json(Encoding.UTF8.GetBytes(body), status);

    public static HttpResponseMessage Json(byte[] body, HttpStatusCode status = HttpStatusCode.OK) => new(status) { Content = new ByteArrayContent(body) };

    /// <summary>An error as the API writes it.</summary>
    public static HttpResponseMessage Error(HttpStatusCode status, string reason, string message = "of the test") => Json(
        $$$"""{"error":{"code":{{{(int)status}}},"message":"{{{message}}}","errors":[{"domain":"global","reason":"{{{reason}}}","message":"{{{message}}}"}]}}""", status);

    public BigQueryClient Connect(CallSettings? settings = null, TimeProvider? time = null) => new BigQueryClientBuilder
    {
        ProjectId = "p", BaseUri = new Uri(Address), Handler = this, Settings = settings ?? new CallSettings { RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(2) },
        Time = time ?? TimeProvider.System,
    }.Build();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
        Body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        return answer(request);
    }
}
