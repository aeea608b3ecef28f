using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ServiceDefaults.Shutdown;

internal static class ShutdownRegistration
{
    public static void AddOrderlyShutdown(this IHostApplicationBuilder builder)
    {
        builder.AddValidatedOptions<ShutdownOptions>(ShutdownOptions.Section);
        builder.Services.AddSingleton<ServingState>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OrderlyShutdown>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HostOptions>, HostShutdown>());
    }

    private sealed class HostShutdown(IServiceProvider services) : IConfigureOptions<HostOptions>
    {
        public void Configure(HostOptions options)
        {
            options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
            // All consume loops finish side by side; what they share is disposed after them.
            options.ServicesStopConcurrently = true;
            // The host reads this while it is built, too early to say what is wrong with the options; its start says so.
            if (services.TryRead<ShutdownOptions>() is { } shutdown)
                options.ShutdownTimeout = shutdown.DrainDelay + shutdown.Timeout;
        }
    }
}
