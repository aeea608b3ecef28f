using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Bus;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus.Consume;

/// <summary>Hosts with consumers on a real log; a host started after another one finds what that one left.</summary>
public abstract class ConsumeScenario : IDisposable
{
    protected const string Group = "some-group";
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected static readonly Topic<StringValue> Topic = new("test.entity.happened.v1", TopicClass.Work, 4, StringValue.Parser, _ => "");

    protected SqliteLog Log { get; } = new();

    /// <summary>What the hosts logged.</summary>
    protected ConcurrentQueue<(LogLevel Level, string Text)> Logged { get; } = new();

    public void Dispose()
    {
        Log.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A key that falls on a partition.</summary>
    protected static string KeyOn(int partition) => Enumerable.Range(0, 1000).Select(i => $"key-{i}").First(key => KeyPartition.Of(key, Topic.Partitions) == partition);

    protected static EventRecord Event(int partition, string text) => new(KeyOn(partition), new StringValue { Value = text }.ToByteArray(), EventHeaders.Of((EventHeaders.IdName, text)));

    protected async Task PublishAsync(params EventRecord[] events)
    {
        using var bus = Log.Open();
        await bus.AppendAsync(Topic, events, CancellationToken.None);
    }

    protected async Task<GroupLag> LagAsync(string group = Group)
    {
        using var bus = Log.Open();
        return (await bus.ReadLagAsync(CancellationToken.None)).Single(lag => lag.Group == group);
    }

    /// <summary>Starts a host with one consumer.</summary>
    protected Task<IHost> StartAsync(Func<string, CancellationToken, Task<Refusal?>> handle, params (string Key, string Value)[] settings) =>
        StartAsync(
            services => services.AddSingleton(new ScriptedHandler(handle)).AddConsumer<StringValue, ScriptedHandler>(Topic, Group),
            settings);

    protected async Task<IHost> StartAsync(Action<IServiceCollection> add, params (string Key, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("EventBus:Path", Log.Path), new("EventBus:RetryDelay", "00:00:00.001"), new("EventBus:MaxRetryDelay", "00:00:00.010")]);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)));
        builder.Logging.AddProvider(new LogQueue(Logged));
        builder.Services.AddProducer(Topic);
        add(builder.Services);
        builder.AddSqliteEventBus();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>Stops in order, which commits what was handled, and lets go of the log.</summary>
    protected static async Task StopAsync(IHost host)
    {
        await host.StopAsync();
        host.Dispose();
    }

    private sealed class LogQueue(ConcurrentQueue<(LogLevel Level, string Text)> logged) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logged.Enqueue((logLevel, formatter(state, exception)));

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose()
        {
            // Holds nothing.
        }
    }
}
