using Microsoft.Extensions.Configuration;

namespace SpotifyPlatform.Testing.EventBus;

/// <summary>The embedded bus of a service's tests, which delivers every event twice and out of order over partitions, as a distributed bus may.</summary>
public static class EmbeddedBus
{
    /// <summary>Real time after which a test that waits in vain fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="path">The file of the event log.</param>
    public static IConfigurationBuilder AddEmbeddedBus(this IConfigurationBuilder configuration, string path) => configuration.AddInMemoryCollection(
        new Dictionary<string, string?>
        {
            [$"{DeliveryOptions.Section}:Path"] = path,
            [$"{DeliveryOptions.Section}:{nameof(DeliveryOptions.Delivery)}"] = nameof(Delivery.TwiceOutOfOrder),
        });

    /// <summary>Completes when every group has handled everything, each event for the second time.</summary>
    public static async Task CaughtUpAsync(this IEventBus bus)
    {
        using var patience = new CancellationTokenSource(Patience);
        var idle = new IdleDetector();
        while (!idle.Observe(await bus.ReadLagAsync(patience.Token)))
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
    }
}
