using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus.Consume;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.EventBus;

/// <summary>Registers consumers.</summary>
public static class ConsumerRegistration
{
    /// <summary>
    /// Runs the consume loop of a group on a topic while the host runs. The handler is a singleton; events of different partitions
    /// reach it at the same time (<see cref="ConsumeOptions.Parallelism"/>), events of one partition one after the other.
    /// </summary>
    /// <exception cref="InvalidOperationException">The group already has another handler on the topic.</exception>
    public static IServiceCollection AddConsumer<TEvent, THandler>(this IServiceCollection services, Topic<TEvent> topic, string group)
        where TEvent : class, IMessage<TEvent>
        where THandler : class, IEventHandler<TEvent>
    {
        var registered = new RegisteredConsumer(topic.Name, group, typeof(THandler));
        foreach (var other in services.Select(s => s.ServiceType == typeof(RegisteredConsumer) ? (RegisteredConsumer)s.ImplementationInstance! : null))
            if (other == registered)
                return services;
            else if (other is not null && other.Topic == topic.Name && other.Group == group)
                throw new InvalidOperationException($"Group {group} already handles {topic.Name} with {other.Handler.Name}; {typeof(THandler).Name} needs a group of its own.");

        services.AddSingleton(registered);
        services.AddValidatedOptions<ConsumeOptions>(ConsumeOptions.Section);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EventBusMetrics>();
        services.TryAddSingleton<THandler>();
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<ConsumeLoop>(
            provider,
            new Consumer<TEvent>(provider.GetRequiredService<IEventBus>(), topic, group, provider.GetRequiredService<THandler>())));
        return services;
    }

    private sealed record RegisteredConsumer(string Topic, string Group, Type Handler);
}
