using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>Log lines as text, to be read after a run that failed.</summary>
internal sealed class TextLog(TextWriter writer, string member) : ILoggerProvider, ILogger
{
    /// <summary>What a line has that says that a member cannot go on.</summary>
    public const string CriticalMark = " CRITICAL ";

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        // The host calls the end of its background services critical when the member leaves while it starts.
        var mark = logLevel == LogLevel.Critical && exception is not OperationCanceledException ? CriticalMark : " ";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {member}{mark}{formatter(state, exception)}{(exception is null ? "" : $" {exception}".ReplaceLineEndings(" | "))}");
        lock (writer)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }

    public void Dispose()
    {
        // The writer is its owner's.
    }
}
