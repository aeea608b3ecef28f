namespace SpotifyPlatform.SpotifyApiEnricher.Quotas;

/// <summary>No request may be made before a time. What was asked for is not known to be missing: it is asked for again later.</summary>
internal sealed class QuotaExhaustedException(DateTimeOffset until, string reason)
    : Exception($"The Web API is not asked before {until:yyyy-MM-dd HH:mm:ss} UTC: {reason}. Run the same command then, or leave it to the service.")
{
    public DateTimeOffset Until { get; } = until;
}
