using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Engines.IntegrationTests.Kafka;

/// <summary>What a host logs.</summary>
internal sealed class LogRecorder : ILoggerProvider, ILogger
{
    private readonly Channel<(LogLevel Level, string Text)> logged = Channel.CreateUnbounded<(LogLevel, string)>();

    /// <summary>The next entry of a level; the ones before it are passed over.</summary>
    public async Task<string> NextAsync(LogLevel level)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
            if (await logged.Reader.ReadAsync(patience.Token) is var entry && entry.Level == level)
                return entry.Text;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        logged.Writer.TryWrite((logLevel, formatter(state, exception)));

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
        // Holds nothing.
    }
}
