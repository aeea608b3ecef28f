using System.Net.Http.Headers;
using System.Text.Json;

namespace SpotifyPlatform.SpotifyApiEnricher.Quotas;

/// <summary>Reads what an answer 429 says: the delay, and which of the two limits was reached.</summary>
internal static class RetryAfter
{
    /// <summary>Longer delays are a mistake of the server; the daily quota asks for at most 24 hours.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The delay; null where the answer has none. A date is compared with the server's own clock, so that a wrong clock here does no harm.</summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var delay = headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date is { } date ? date - (headers.Date ?? now) : null);
        if (delay is not { } read)
            return null;
        // Dates are cut to seconds; a wait is not.
        var whole = TimeSpan.FromSeconds(Math.Ceiling(read.TotalSeconds));
        return whole < Shortest ? Shortest : whole > Longest ? Longest : whole;
    }

    public static QuotaKind Reason(ReadOnlySpan<byte> body, TimeSpan? delay)
    {
        if (body.IndexOf("QUOTA_EXCEEDED"u8) >= 0 && HasReason(body))
            return QuotaKind.DailyQuota;
        // Before 2026-07 the body did not say; the rate limit never asks for an hour.
        return delay > TimeSpan.FromHours(1) ? QuotaKind.DailyQuota : QuotaKind.RateLimit;
    }

    private static bool HasReason(ReadOnlySpan<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body.ToArray());
            return json.RootElement.TryGetProperty("error", out var error) && error.TryGetProperty("reason", out var reason) && reason.ValueEquals("QUOTA_EXCEEDED");
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            // The body is no JSON, or of another shape: it names no reason.
            return false;
        }
    }
}
