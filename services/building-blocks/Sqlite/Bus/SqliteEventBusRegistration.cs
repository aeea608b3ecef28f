using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>Registers the embedded event bus.</summary>
public static class SqliteEventBusRegistration
{
    /// <summary>Adds <see cref="IEventBus"/> on one SQLite file, with its readiness check and its cleanup. A bus that is already there stays.</summary>
    /// <param name="neededToServe">False for a service that answers without the bus, and so is ready without it.</param>
    public static IHostApplicationBuilder AddSqliteEventBus(this IHostApplicationBuilder builder, bool neededToServe = true)
    {
        builder.AddValidatedOptions<SqliteEventBusOptions>(SqliteEventBusOptions.Section);
        if (neededToServe && builder.Services.All(s => s.ServiceType != typeof(EventBusHealth)))
        {
            builder.Services.AddSingleton<EventBusHealth>();
            builder.Services.AddHealthChecks().AddCheck<EventBusHealth>("event-bus");
        }

        if (builder.Services.Any(s => s.ServiceType == typeof(IEventBus)))
            return builder;
        builder.Services.AddSingleton(BusSchema.Schema);
        builder.Services.AddSingleton(provider => new SqliteEventBus(
            provider.GetRequiredService<IOptions<SqliteEventBusOptions>>().Value.Path,
            provider.GetRequiredService<IOptions<TopicOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddEventBusOn<SqliteEventBus>(neededToServe);
        builder.Services.AddHostedService<CleanupService>();
        return builder;
    }
}
