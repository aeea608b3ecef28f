using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Kafka.Rights;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Kafka;

/// <summary>Registers the event bus on Kafka.</summary>
public static class KafkaEventBusRegistration
{
    /// <summary>Adds <see cref="IEventBus"/> on a Kafka broker, with its readiness check and the check of this user's rights at start. A bus that is already there stays.</summary>
    /// <param name="neededToServe">False for a service that answers without the bus, and so starts and is ready without it.</param>
    public static IHostApplicationBuilder AddKafkaEventBus(this IHostApplicationBuilder builder, bool neededToServe = true)
    {
        if (builder.Services.Any(s => s.ServiceType == typeof(IEventBus)))
            return builder;
        builder.AddValidatedOptions<KafkaOptions>(KafkaOptions.Section);
        builder.Services.AddSingleton(provider => new KafkaEventBus(
            provider.GetRequiredService<IOptions<KafkaOptions>>().Value, provider.GetRequiredService<TimeProvider>(),
            [.. provider.GetServices<RegisteredConsumer>().Where(consumer => consumer.IsGroup).Select(consumer => (consumer.Topic, consumer.Group))], provider.GetRequiredService<ILogger<KafkaEventBus>>()));
        builder.Services.AddEventBusOn<KafkaEventBus>(neededToServe);
        builder.Services.AddHostedService<RightsCheck>();
        if (neededToServe)
        {
            builder.Services.AddSingleton<KafkaHealth>();
            builder.Services.AddHealthChecks().AddCheck<KafkaHealth>("event-bus");
        }

        return builder;
    }
}
