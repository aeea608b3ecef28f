using Cronos;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Promotions;

/// <summary>Runs the promotion on its schedule. A run that fails on a store or an embedding server is logged; the next scheduled run retries.</summary>
internal sealed class PromotionWorker(Promotion promotion, IOptions<VectorizerOptions> options, TimeProvider time, ILogger<PromotionWorker> logger) : BackgroundService
{
    // A timer takes at most 49 days, and a changed system clock should be noticed within an hour.
    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Promotion.Schedule is not { Length: > 0 } expression)
            return;
        var schedule = CronExpression.Parse(expression);
        while (schedule.GetNextOccurrence(time.GetUtcNow(), TimeZoneInfo.Utc) is { } next)
        {
            await WaitUntilAsync(next, stoppingToken).ConfigureAwait(false);
            try
            {
                await promotion.RunAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception ex) when (ex is IOException or TimeoutException or HttpRequestException or StoreRefusedException)
            {
                Log.PromotionFailed(logger, ex);
            }
        }
    }

    private async Task WaitUntilAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        while (due - time.GetUtcNow() is var left && left > TimeSpan.Zero)
            await Task.Delay(left < MaxDelay ? left : MaxDelay, time, cancellationToken).ConfigureAwait(false);
    }
}
