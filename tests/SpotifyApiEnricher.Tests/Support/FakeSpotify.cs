using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

/// <summary>How the fake says 429.</summary>
internal enum RefusalForm
{
    Seconds,
    LowerCase,
    Missing,
    Date,
}

internal enum Fault
{
    None,
    ServerError,
    CutAnswer,
    Unauthorized,
    NoConnection,
}

/// <summary>
/// A fake of Spotify's Web API and accounts service, in the shapes of recorded answers: both quotas, the endpoints of an application in
/// development mode or with extended quota, and faults.
/// </summary>
internal sealed class FakeSpotify(TimeProvider clock, FakeLibrary library) : HttpMessageHandler
{
    public const string AccessToken = "ACCESS-SECRET-TOKEN";
    public const string RefreshToken = "REFRESH-SECRET-TOKEN";
    public const string ClientSecret = "CLIENT-SECRET-VALUE";

    private readonly Lock counting = new();
    private readonly Queue<DateTimeOffset> times = new();
    private int tokens;
    private int asked;

    /// <summary>Applications with extended quota keep batches and users.</summary>
    public bool IsExtended { get; set; } = true;

    /// <summary>Answers in the form of 2026: items and item instead of tracks and track.</summary>
    public bool IsOf2026 { get; set; } = true;

    public int RequestsPer30Seconds { get; set; } = 90;

    public int RequestsPerDay { get; set; } = 1100;

    public RefusalForm Form { get; set; }

    /// <summary>How much the server's clock is ahead.</summary>
    public TimeSpan Skew { get; set; }

    public bool RotatesRefreshTokens { get; set; }

    /// <summary>What is wrong with the n-th request of the Web API, counted from 1.</summary>
    public Func<int, Fault> Faults { get; set; } = _ => Fault.None;

    /// <summary>Called with the number of each request before it is answered.</summary>
    public Action<int> Before { get; set; } = _ => { };

    /// <summary>Answers by path that take the place of the library's.</summary>
    public Dictionary<string, Func<HttpResponseMessage>> Overrides { get; } = [];

    /// <summary>Time, path and status of every request of the Web API.</summary>
    public List<(DateTimeOffset At, string Path, int Status)> Requests { get; } = [];

    /// <summary>Grant types asked of the accounts service.</summary>
    public List<string> Grants { get; } = [];

    /// <summary>Answers of the accounts service; null for tokens.</summary>
    public Func<HttpResponseMessage>? TokenAnswer { get; set; }

    public int Refused => Requests.Count(request => request.Status == 429);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Everything is answered at once, so that no timeout of an attempt is a matter of chance.
        var response = request.RequestUri!.AbsolutePath.EndsWith("api/token", StringComparison.Ordinal) ? Token(request) : Api(request);
        response.Headers.Date = clock.GetUtcNow() + Skew;
        return Task.FromResult(response);
    }

    public static HttpResponseMessage Json(JsonNode json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Error(HttpStatusCode status, string message) =>
        Json(new JsonObject { ["error"] = new JsonObject { ["status"] = (int)status, ["message"] = message } }, status);

    private HttpResponseMessage Token(HttpRequestMessage request)
    {
        var form = request.Content!.ReadAsStringAsync().GetAwaiter().GetResult();
        Grants.Add(form.Split('&').First(field => field.StartsWith("grant_type=", StringComparison.Ordinal))["grant_type=".Length..]);
        if (TokenAnswer is not null)
            return TokenAnswer();
        var number = Interlocked.Increment(ref tokens);
        var json = new JsonObject { ["access_token"] = $"{AccessToken}-{number}", ["token_type"] = "Bearer", ["expires_in"] = 3600, ["scope"] = "user-read-recently-played" };
        if (form.Contains("authorization_code", StringComparison.Ordinal) || (RotatesRefreshTokens && form.Contains("refresh_token", StringComparison.Ordinal)))
            json["refresh_token"] = $"{RefreshToken}-{number}";
        return Json(json);
    }

    private HttpResponseMessage Api(HttpRequestMessage request)
    {
        lock (counting)
        {
            var path = request.RequestUri!.PathAndQuery["/v1/".Length..];
            Before(++asked);
            var response = Refusal() ?? Answer(request, path, Faults(asked));
            Requests.Add((clock.GetUtcNow(), path, (int)response.StatusCode));
            return response;
        }
    }

    /// <summary>429 where a quota is used up; both are rolling windows.</summary>
    private HttpResponseMessage? Refusal()
    {
        var now = clock.GetUtcNow();
        while (times.Count > 0 && times.Peek() <= now - TimeSpan.FromDays(1))
            times.Dequeue();
        if (times.Count >= RequestsPerDay)
            return TooMany(times.Peek() + TimeSpan.FromDays(1) - now, "QUOTA_EXCEEDED");
        if (times.Count(time => time > now - TimeSpan.FromSeconds(30)) >= RequestsPer30Seconds)
            return TooMany(TimeSpan.FromSeconds(30), null);
        times.Enqueue(now);
        return null;
    }

    public HttpResponseMessage TooMany(TimeSpan delay, string? reason)
    {
        var error = new JsonObject { ["status"] = 429, ["message"] = "API rate limit exceeded" };
        if (reason is not null)
            error["reason"] = reason;
        var response = Json(new JsonObject { ["error"] = error }, HttpStatusCode.TooManyRequests);
        var seconds = Math.Ceiling(delay.TotalSeconds);
        if (Form is RefusalForm.Seconds or RefusalForm.LowerCase)
            response.Headers.TryAddWithoutValidation(Form == RefusalForm.LowerCase ? "retry-after" : "Retry-After", $"{seconds}");
        else if (Form == RefusalForm.Date)
            response.Headers.TryAddWithoutValidation("Retry-After", (clock.GetUtcNow() + Skew + TimeSpan.FromSeconds(seconds)).ToString("R", null));
        return response;
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, string path, Fault fault)
    {
        if (request.Headers.Authorization is not { Scheme: "Bearer" } || fault == Fault.Unauthorized)
            return Error(HttpStatusCode.Unauthorized, "The access token expired");
        switch (fault)
        {
            case Fault.NoConnection:
                throw new HttpRequestException("The connection was reset.");
            case Fault.ServerError:
                return Error(HttpStatusCode.BadGateway, "Bad gateway.");
        }

        var answer = Overrides.TryGetValue(path, out var other) ? other() : library.Answer(path, clock.GetUtcNow(), IsExtended, IsOf2026);
        if (fault != Fault.CutAnswer || answer.StatusCode != HttpStatusCode.OK)
            return answer;
        var whole = answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        answer.Content = new StringContent(whole[..(whole.Length / 2)], Encoding.UTF8, "application/json");
        return answer;
    }
}
