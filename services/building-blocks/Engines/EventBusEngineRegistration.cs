using Microsoft.Extensions.Hosting;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Kafka;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Sqlite.Bus;

namespace SpotifyPlatform.Engines;

/// <summary>Chooses the event bus.</summary>
internal static class EventBusEngineRegistration
{
    public static void AddEventBus(this IHostApplicationBuilder builder, bool neededToServe)
    {
        builder.AddValidatedOptions<EventBusEngineOptions>(EventBusEngineOptions.Section);
        // The embedded log's keys are known whatever the engine, so that one configuration serves both.
        builder.AddValidatedOptions<SqliteEventBusOptions>(SqliteEventBusOptions.Section);
        // A value that is no engine is reported with all other options when the host starts.
        if (Enum.TryParse<EventBusEngine>(builder.Configuration[$"{EventBusEngineOptions.Section}:{nameof(EventBusEngineOptions.Engine)}"], ignoreCase: true, out var engine)
            && engine == EventBusEngine.Kafka)
            builder.AddKafkaEventBus(neededToServe);
        else
            builder.AddSqliteEventBus(neededToServe);
    }
}

/// <summary>The engine behind <see cref="IEventBus"/>.</summary>
public sealed class EventBusEngineOptions
{
    public const string Section = "EventBus";

    public EventBusEngine Engine { get; init; } = EventBusEngine.Embedded;
}

public enum EventBusEngine
{
    /// <summary>A SQLite log, for one process.</summary>
    Embedded,

    /// <summary>Kafka, section <c>Kafka</c>.</summary>
    Kafka,
}
