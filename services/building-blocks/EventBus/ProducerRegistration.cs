using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus;

/// <summary>Registers what a service publishes.</summary>
public static class ProducerRegistration
{
    /// <summary>Declares that the service publishes to a topic. The publisher refuses every other, so that the rights listed from the registrations are those in use.</summary>
    public static IServiceCollection AddProducer(this IServiceCollection services, Topic topic)
    {
        if (!services.Any(service => service.ServiceType == typeof(RegisteredProducer) && ((RegisteredProducer)service.ImplementationInstance!).Topic.Name == topic.Name))
            services.AddSingleton(new RegisteredProducer(topic));
        return services;
    }
}
