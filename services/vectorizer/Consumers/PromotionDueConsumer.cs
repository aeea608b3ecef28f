using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Schedule.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Promotions;

namespace SpotifyPlatform.Vectorizer.Consumers;

/// <summary>Promotes when it is due. A run that fails on a store, a table or an embedding server is logged and left to the next time: nothing waits for it.</summary>
internal sealed class PromotionDueConsumer(Promotion promotion, ILogger<PromotionDueConsumer> logger) : SingleEventHandler<JobDue>
{
    public override async Task<Refusal?> HandleAsync(JobDue message, CancellationToken cancellationToken)
    {
        try
        {
            await promotion.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is IOException or TimeoutException or HttpRequestException or StoreRefusedException
            or TableNotBuiltException or InvalidDataException or ArtifactChangedException)
        {
            Log.PromotionFailed(logger, ex);
        }

        return null;
    }
}
