using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SpotifyPlatform.PipelineStatus;

/// <summary>Registers the status of a service.</summary>
public static class PipelineStatusRegistration
{
    /// <summary>Adds what a stage of the service has stored to its status.</summary>
    public static IServiceCollection AddStageCounts<TCounts>(this IServiceCollection services)
        where TCounts : class, IStageCounts
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStageCounts, TCounts>());
        return services.AddServiceStatus();
    }

    /// <summary>Adds the reader of the status, for a service without stages too.</summary>
    public static IServiceCollection AddServiceStatus(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ServiceStatusReader>();
        return services;
    }

    /// <summary>Serves the status of this process to the gateway.</summary>
    public static WebApplication MapServiceStatus(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapGrpcService<ServiceStatusGrpcService>();
        return app;
    }
}
