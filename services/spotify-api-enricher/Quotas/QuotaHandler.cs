using System.Net;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.SpotifyApiEnricher.Quotas;

/// <summary>
/// Counts every request before it is sent, repeated ones too, and waits for the quota. Short waits are timers; a longer wait, or a deadline
/// that the Web API sets, ends the request with <see cref="QuotaExhaustedException"/>.
/// </summary>
internal sealed class QuotaHandler(
    IQuotaStore store, QuotaRules rules, IOptions<SpotifyApiEnricherOptions> options, SpotifyApiEnricherMetrics metrics, TimeProvider time, ILogger<QuotaHandler> logger)
    : DelegatingHandler
{
    public static readonly HttpRequestOptionsKey<RequestPriority> Priority = new("spotify-priority");

    /// <summary>Refusals after which a request is given up, however short their delays.</summary>
    private const int MaxRefusals = 5;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Options.TryGetValue(Priority, out var priority);
        for (var refusals = 1; ; refusals++)
        {
            await WaitAsync(priority, cancellationToken).ConfigureAwait(false);
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            metrics.Answered((int)response.StatusCode);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
            {
                await store.AnsweredAsync(rules.DeveloperAccount, cancellationToken).ConfigureAwait(false);
                return response;
            }

            using (response)
            {
                var (until, reason) = await DeferAsync(response, cancellationToken).ConfigureAwait(false);
                if (refusals == MaxRefusals || until - time.GetUtcNow() > options.Value.MaxWait)
                    throw new QuotaExhaustedException(until, Describe(reason));
            }
        }
    }

    public static string Describe(QuotaKind reason) => reason == QuotaKind.DailyQuota
        ? "Spotify says that the quota of 24 hours is used up"
        : "Spotify says that there were too many requests";

    private async Task WaitAsync(RequestPriority priority, CancellationToken cancellationToken)
    {
        while (await store.ReserveAsync(rules, priority, time.GetUtcNow(), cancellationToken).ConfigureAwait(false) is { WaitUntil: { } until } reservation)
        {
            var wait = until - time.GetUtcNow();
            if (wait > options.Value.MaxWait)
                throw new QuotaExhaustedException(until, reservation.Reason);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(DateTimeOffset Until, QuotaKind Reason)> DeferAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var delay = RetryAfter.Read(response.Headers, now);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var reason = RetryAfter.Reason(body, delay);
        var until = await store.DeferAsync(rules.DeveloperAccount, reason, delay, now, cancellationToken).ConfigureAwait(false);
        Log.Deferred(logger, until, Describe(reason), delay is null ? "no delay was named" : $"{delay.Value.TotalSeconds:0} s were named");
        return (until, reason);
    }
}
