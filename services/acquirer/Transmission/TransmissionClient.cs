using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polly;
using SpotifyPlatform.ServiceDefaults.Resilience;

namespace SpotifyPlatform.Acquirer.Transmission;

/// <summary>
/// Calls of transmission's RPC, of 3.x and 4.x. Methods and arguments have the names of 4.1, and so have answers. A call is repeated when the engine does not answer; every
/// call that is made here may be.
/// </summary>
internal sealed class TransmissionClient(HttpClient client, IEndpointSource endpoints, TimeSpan timeout, TimeProvider time)
{
    public const string ClientName = "transmission";
    private const string SessionHeader = "X-Transmission-Session-Id";
    private const int MaxAnswerBytes = 64 << 20;
    private const int MaxDepth = 16;
    private const int MaxAttempts = 4;
    private const int MaxSessionIds = 3;

    private readonly ResiliencePipeline pipeline = RetryPipeline.Build(
        new RetryPolicy(MaxAttempts, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10), ex => ex is IOException), time);

    private string? sessionId;

    /// <summary>Whether the engine is of 4.1 or later; null until it has answered.</summary>
    private bool? isJsonRpc;

    /// <returns>The arguments of the answer.</returns>
    /// <exception cref="IOException">The engine does not answer.</exception>
    /// <exception cref="InvalidDataException">The engine refuses the call; the message is its own.</exception>
    public async Task<JsonObject> CallAsync(string method, JsonObject arguments, CancellationToken cancellationToken) =>
        await pipeline.ExecuteAsync(async stop => await AttemptAsync(method, arguments, stop).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Each repetition asks for the endpoint anew: a managed engine that died is started again.</summary>
    private async Task<JsonObject> AttemptAsync(string method, JsonObject arguments, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.GetAsync(cancellationToken).ConfigureAwait(false);
        isJsonRpc ??= await DetectAsync(endpoint, cancellationToken).ConfigureAwait(false);
        return isJsonRpc.Value ? Result(method, await PostAsync(endpoint, JsonRpc(method, arguments), cancellationToken).ConfigureAwait(false))
            : LegacyResult(method, await PostAsync(endpoint, Legacy(method, arguments), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Engines up to 4.0 do not know the method's newer name.</summary>
    private async Task<bool> DetectAsync(Endpoint endpoint, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(endpoint, JsonRpc("session_get", new JsonObject { ["fields"] = new JsonArray("rpc_version") }), cancellationToken).ConfigureAwait(false);
        return answer["jsonrpc"] is not null;
    }

    private static JsonObject JsonRpc(string method, JsonObject arguments) =>
        new() { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = arguments.DeepClone() };

    private static JsonObject Legacy(string method, JsonObject arguments)
    {
        var renamed = new JsonObject(arguments.Select(argument => KeyValuePair.Create(RpcNames.LegacyArgument(argument.Key), argument.Value?.DeepClone())));
        if (arguments["fields"] is JsonArray fields)
            renamed["fields"] = new JsonArray([.. fields.Select(field => (JsonNode)RpcNames.LegacyField((string)field!))]);
        return new JsonObject { ["method"] = RpcNames.LegacyMethod(method), ["arguments"] = renamed };
    }

    private static JsonObject Result(string method, JsonObject answer)
    {
        if (answer["error"] is JsonObject error)
            throw new InvalidDataException($"The torrent engine refuses {method}: {Printable((string?)error["data"]?["error_string"] ?? (string?)error["message"])}");
        return answer["result"] as JsonObject ?? [];
    }

    private static JsonObject LegacyResult(string method, JsonObject answer)
    {
        if (answer["result"] is not JsonValue result || !result.TryGetValue<string>(out var text) || text != "success")
            throw new InvalidDataException($"The torrent engine refuses {method}: {Printable($"{answer["result"]}")}");
        return RpcNames.Normalize(answer["arguments"]) as JsonObject ?? [];
    }

    /// <summary>A text of the engine, for a log or a terminal.</summary>
    public static string Printable(string? text) => string.Concat((text is { Length: > 0 } ? text : "it does not say why").Take(500).Select(c => char.IsControl(c) ? '?' : c));

    /// <summary>The first answer of a session is 409, with the id that all others need; so is one after the engine was started anew.</summary>
    private async Task<JsonObject> PostAsync(Endpoint endpoint, JsonObject call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            for (var attempt = 0; attempt < MaxSessionIds; attempt++)
            {
                using var request = RequestOf(endpoint, call);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.Conflict && response.Headers.TryGetValues(SessionHeader, out var ids))
                    sessionId = ids.First();
                else
                    return await ReadAsync(endpoint, response, either.Token).ConfigureAwait(false);
            }

            throw new IOException($"The torrent engine at {endpoint.Address} goes on asking for another session id.");
        }
        catch (HttpRequestException ex)
        {
            throw new IOException($"The torrent engine at {endpoint.Address} does not answer: {ex.Message}", ex);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The torrent engine at {endpoint.Address} does not answer within {timeout}.", ex);
        }
    }

    private HttpRequestMessage RequestOf(Endpoint endpoint, JsonObject call)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Address) { Content = new StringContent(call.ToJsonString(), Encoding.UTF8, "application/json") };
        if (sessionId is { } id)
            request.Headers.TryAddWithoutValidation(SessionHeader, id);
        if (endpoint.User.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{endpoint.User}:{endpoint.Password}")));
        return request;
    }

    private static async Task<JsonObject> ReadAsync(Endpoint endpoint, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw new InvalidDataException($"The torrent engine at {endpoint.Address} answers {(int)response.StatusCode}: set {TorrentOptions.Section}:User and Password, and allow this machine's address there.");
        if (response.StatusCode != HttpStatusCode.OK)
            throw new IOException($"The torrent engine at {endpoint.Address} answers {(int)response.StatusCode}.");
        using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var whole = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int count; (count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; whole.Write(buffer, 0, count))
            if (whole.Length + count > MaxAnswerBytes)
                throw new InvalidDataException($"The torrent engine's answer has more than {MaxAnswerBytes} bytes.");
        try
        {
            return JsonNode.Parse(whole.GetBuffer().AsSpan(0, (int)whole.Length), documentOptions: new JsonDocumentOptions { MaxDepth = MaxDepth }) as JsonObject
                ?? throw new IOException("The torrent engine's answer is no object.");
        }
        catch (JsonException ex)
        {
            throw new IOException($"The torrent engine's answer is no JSON: {ex.Message}", ex);
        }
    }
}
