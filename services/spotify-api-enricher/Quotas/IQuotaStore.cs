namespace SpotifyPlatform.SpotifyApiEnricher.Quotas;

/// <summary>Requests that were made and deadlines that the Web API set, kept over restarts and shared by processes.</summary>
internal interface IQuotaStore
{
    /// <summary>Counts a request before it is made, or answers when it may be made.</summary>
    Task<Reservation> ReserveAsync(QuotaRules rules, RequestPriority priority, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes that the Web API refuses requests; no request is made before the deadline.</summary>
    /// <param name="delay">What the Web API asked for; null where it did not say, which doubles the delay of the refusal before.</param>
    /// <returns>The deadline.</returns>
    Task<DateTimeOffset> DeferAsync(string developerAccount, QuotaKind reason, TimeSpan? delay, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes that the Web API answered, so that the next refusal without a delay begins with the shortest.</summary>
    Task AnsweredAsync(string developerAccount, CancellationToken cancellationToken);

    QuotaState Read(QuotaRules rules, DateTimeOffset now);
}

/// <summary>Whether a request may be made.</summary>
/// <param name="WaitUntil">Null: it is counted and may be made now.</param>
/// <param name="Reason">Why not, as the end of a sentence.</param>
internal readonly record struct Reservation(DateTimeOffset? WaitUntil, string Reason);

/// <summary>The two kinds of 429.</summary>
internal enum QuotaKind
{
    /// <summary>Too many requests in 30 seconds.</summary>
    RateLimit,

    /// <summary>Too many requests in 24 hours (<c>QUOTA_EXCEEDED</c>).</summary>
    DailyQuota,
}

/// <param name="LastMinute">Requests in the last minute.</param>
/// <param name="LastDay">Requests in the last 24 hours.</param>
/// <param name="Deadline">Before this no request is made; null where the Web API set none.</param>
/// <param name="Reason">Of the deadline.</param>
/// <param name="DayFreeAt">When the oldest request of the last 24 hours leaves the window; null without requests.</param>
internal sealed record QuotaState(long LastMinute, long LastDay, DateTimeOffset? Deadline, QuotaKind Reason, DateTimeOffset? DayFreeAt);
