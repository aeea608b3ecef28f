using System.ComponentModel.DataAnnotations;
using Cronos;

namespace SpotifyPlatform.SpotifyApiEnricher;

/// <summary>Section <c>SpotifyApiEnricher</c>. Credentials are not options: they come by environment, <c>.env.local</c> or <c>.env</c>.</summary>
public sealed class SpotifyApiEnricherOptions : IValidatableObject
{
    public const string Section = "SpotifyApiEnricher";

    /// <summary>Whether jobs and consumers run; unset: where <c>SPOTIFY_CLIENT_ID</c> is set.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The folder of <c>spotify-api.sqlite</c> and of the key that encrypts refresh tokens.</summary>
    [Required]
    public string DataFolder { get; init; } = "data";

    /// <summary>The file of 32 random bytes that encrypts refresh tokens; empty: <c>spotify-token.key</c> in the data folder, created where it is missing.</summary>
    public string TokenKeyFile { get; init; } = "";

    /// <summary>The account, as listening-history names it, that <c>SPOTIFY_REFRESH_TOKEN</c> belongs to.</summary>
    [Required]
    [RegularExpression("^[a-z0-9][a-z0-9_-]{0,63}$", ErrorMessage = "Account has to be 1 to 64 of a-z, 0-9, '-' and '_', beginning with a letter or digit.")]
    public string Account { get; init; } = "me";

    /// <summary>Names the developer account whose quota is counted: all its client ids share it.</summary>
    [Required]
    public string DeveloperAccount { get; init; } = "default";

    [Required]
    public Uri ApiAddress { get; init; } = new("https://api.spotify.com/v1/");

    [Required]
    public Uri AccountsAddress { get; init; } = new("https://accounts.spotify.com/");

    /// <summary>Requests in any 60 seconds; at most half of them in any 30 seconds, over which the Web API measures.</summary>
    [Range(2, 10_000)]
    public int RequestsPerMinute { get; init; } = 180;

    /// <summary>Requests in any 24 hours. The Web API publishes no number; applications in development mode were refused after some 1,100.</summary>
    [Range(10, 10_000_000)]
    public int RequestsPerDay { get; init; } = 1000;

    /// <summary>Share of the day's requests that only the jobs of accounts may use, so that plays are never lost to enrichment.</summary>
    [Range(0, 0.9)]
    public double ShareForJobs { get; init; } = 0.2;

    /// <summary>Share of the day's requests that a backfill leaves to requested enrichment, besides that of the jobs.</summary>
    [Range(0, 0.9)]
    public double ShareForRequests { get; init; } = 0.1;

    /// <summary>The longest wait for a quota within a job; after a longer one the job ends as deferred and its next run goes on.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Timeout of one attempt.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts at a request that fails for no reason of ours: no connection, timeout, 5xx, a cut answer.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; init; } = 4;

    /// <summary>Delay before the second attempt; it doubles from there, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Maximum bytes of an answer.</summary>
    [Range(1024, 1 << 28)]
    public int MaxAnswerBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How long a refused capability is remembered before it is tried again.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan CapabilityLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Cron expression in UTC. Every 20 minutes (<c>*/20 * * * *</c>) is recommended: the Web API keeps 50 plays.</summary>
    [Required]
    public string PlayHistorySchedule { get; init; } = "0 4 * * *";

    /// <summary>Cron expression in UTC.</summary>
    [Required]
    public string PlaylistSchedule { get; init; } = "30 4 * * 1";

    /// <summary>Cron expression in UTC.</summary>
    [Required]
    public string ProfileSchedule { get; init; } = "0 5 1 * *";

    /// <summary>A playlist is not asked for again before this.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan PlaylistRefresh { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Owners whose playlists are of <c>owner_type</c> brand. The Web API does not distinguish them.</summary>
    public IReadOnlyList<string> BrandOwners { get; init; } = [];

    /// <summary>Artists without genres are asked for again after this.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan GenreRecheck { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Raw answers are deleted after this; unset: never. What was mapped of them stays, but a replay no longer reaches it.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan? RawLifetime { get; init; }

    /// <summary>Pause between looks at the queue of requested enrichment.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RequestInterval { get; init; } = TimeSpan.FromMinutes(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, schedule) in new[] { (nameof(PlayHistorySchedule), PlayHistorySchedule), (nameof(PlaylistSchedule), PlaylistSchedule), (nameof(ProfileSchedule), ProfileSchedule) })
            if (!CronExpression.TryParse(schedule, out _))
                yield return new ValidationResult($"{name} '{schedule}' is not a cron expression of five fields.", [name]);
        if (ShareForJobs + ShareForRequests >= 1)
            yield return new ValidationResult("ShareForJobs and ShareForRequests leave nothing to a backfill; together they have to be below 1.", [nameof(ShareForJobs), nameof(ShareForRequests)]);
        foreach (var (name, address) in new[] { (nameof(ApiAddress), ApiAddress), (nameof(AccountsAddress), AccountsAddress) })
            if (!address.IsAbsoluteUri || !address.AbsoluteUri.EndsWith('/') || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback))
                yield return new ValidationResult($"{name} has to be an https:// address that ends with '/'; tokens are sent to it.", [name]);
    }

    internal static Func<DateTimeOffset, DateTimeOffset?> Next(string schedule)
    {
        var cron = CronExpression.Parse(schedule);
        return after => cron.GetNextOccurrence(after, TimeZoneInfo.Utc);
    }
}
