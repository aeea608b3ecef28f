using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ServiceDefaults.Shutdown;

internal static class ShutdownRegistration
{
    public static void AddGracefulShutdown(this IHostApplicationBuilder builder)
    {
        builder.AddValidatedOptions<ShutdownOptions>(ShutdownOptions.Section);
        builder.Services.AddSingleton<ShutdownState>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, GracefulShutdown>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HostOptions>, HostShutdown>());
    }

    private sealed class HostShutdown(IServiceProvider services) : IConfigureOptions<HostOptions>
    {
        public void Configure(HostOptions options)
        {
            options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
            // Consume loops stop concurrently; what they share is disposed after them.
            options.ServicesStopConcurrently = true;
            // The host reads this while it is built. Invalid options are reported when it starts.
            if (services.TryRead<ShutdownOptions>() is { } shutdown)
                options.ShutdownTimeout = shutdown.DrainDelay + shutdown.Timeout;
        }
    }
}
