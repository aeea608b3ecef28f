using Microsoft.Extensions.Options;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Promotions;

/// <summary>Promotes by the schedule. A run that fails on a store or an embedding server is told and left to the next time: nothing waits for it.</summary>
internal sealed class PromotionWorker(Promotion promotion, IOptions<VectorizerOptions> options, TimeProvider time, ILogger<PromotionWorker> logger) : BackgroundService
{
    // A timer takes no more than 49 days, and a clock that is set is noticed within an hour.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!CronSchedule.TryParse(options.Value.Promotion.Schedule, out var schedule, out _))
            return;
        while (schedule.Next(time.GetUtcNow()) is { } next)
        {
            while (next - time.GetUtcNow() is var left && left > TimeSpan.Zero)
                await Task.Delay(left < LongestSleep ? left : LongestSleep, time, stoppingToken).ConfigureAwait(false);
            try
            {
                await promotion.RunAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is IOException or TimeoutException or HttpRequestException or StoreRefusedException)
            {
                Log.PromotionFailed(logger, fault);
            }
        }
    }
}
