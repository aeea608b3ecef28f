using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.EventBus.DeadLetters;
using SpotifyPlatform.EventBus.Redelivery;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.EventBus;

/// <summary>Registers what stands on every engine's bus. An adapter's own registration calls it.</summary>
public static class EventBusRegistration
{
    /// <summary>Adds <see cref="IEventBus"/> on an adapter, the publisher, the dead letters and the republisher. A bus that is already there stays.</summary>
    /// <param name="neededToServe">False for a service that answers without the bus: it starts although the bus does not answer, or refuses it.</param>
    public static IServiceCollection AddEventBusOn<TAdapter>(this IServiceCollection services, bool neededToServe = true)
        where TAdapter : class, IEventBus
    {
        services.AddValidatedOptions<TopicOptions>(TopicOptions.Section);
        services.AddValidatedOptions<DeliveryOptions>(DeliveryOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new BusUse(neededToServe));
        services.TryAddSingleton<IEventBus>(provider => provider.GetRequiredService<IOptions<DeliveryOptions>>().Value.Delivery == Delivery.Once
            ? provider.GetRequiredService<TAdapter>()
            : new RedeliveringEventBus(provider.GetRequiredService<TAdapter>()));
        services.TryAddSingleton<IEventPublisher, EventPublisher>();
        services.TryAddSingleton<IDeadLetters>(provider => new DeadLetterLog(provider.GetRequiredService<IEventBus>()));
        services.TryAddSingleton<Republisher>();
        return services;
    }
}
