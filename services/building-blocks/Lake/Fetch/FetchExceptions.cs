using System.Globalization;

namespace SpotifyPlatform.Lake.Fetch;

/// <summary>Spotify refused the credentials, or some are not set.</summary>
/// <param name="variables">Those to look at: of <c>SPOTIFY_CLIENT_ID</c>, <c>SPOTIFY_CLIENT_SECRET</c>, <c>SPOTIFY_REDIRECT_URI</c>, <c>SPOTIFY_REFRESH_TOKEN</c>.</param>
public sealed class AuthenticationFailedException(string reason, IReadOnlyList<string> variables) : Exception(
    $"Spotify API authentication failed: {reason} Verify {string.Join(", ", variables)} in the environment or in .env; make a new refresh token with "
    + "'platform spotify login' where one is needed; and see in Spotify's dashboard that the app is active and that development mode allows this user.")
{
    public IReadOnlyList<string> Variables { get; } = variables;
}

/// <summary>Spotify asks to wait, or the budget of requests is used up.</summary>
/// <param name="resumesAt">When requests are answered again.</param>
/// <param name="fetched">What was fetched until then; null for nothing.</param>
public sealed class RateLimitedException(DateTimeOffset resumesAt, FetchedArtists? fetched = null) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"Spotify's rate limit is reached. Requests are answered again at {resumesAt:yyyy-MM-dd HH:mm:ss} UTC; what was fetched is kept, and the same command then goes on.{Written(fetched)}"))
{
    public DateTimeOffset ResumesAt { get; } = resumesAt;

    public FetchedArtists? Fetched { get; } = fetched;

    private static string Written(FetchedArtists? fetched) =>
        fetched?.File is { } file ? string.Create(CultureInfo.InvariantCulture, $" {fetched.Count:N0} artists are in {file}.") : "";
}

/// <summary>The Web API does not give this application artists.</summary>
/// <param name="reason">The sentence that says what was refused, with a remedy.</param>
public sealed class EndpointRefusedException(string reason, Exception? innerException = null) : Exception(reason, innerException);
