using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.EventBus;

internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Information, "Group {Group} consumes {Topic}.")]
    public static partial void Consuming(ILogger logger, string topic, string group);

    [LoggerMessage(1102, LogLevel.Information, "Group {Group} left {Topic}; what it had begun is finished and committed.")]
    public static partial void Left(ILogger logger, string topic, string group);

    [LoggerMessage(1103, LogLevel.Warning, "Group {Group} on {Topic} met a fault that may pass (attempt {Attempt}); it tries again in {Delay}.")]
    public static partial void Retrying(ILogger logger, string topic, string group, int attempt, TimeSpan delay, Exception fault);

    [LoggerMessage(1104, LogLevel.Warning, "Group {Group} refused event {Id} of {Topic}, partition {Partition}, offset {Offset}, as {Reason}: {Detail}")]
    public static partial void Refused(ILogger logger, string topic, string group, int partition, long offset, string id, string reason, string detail);

    [LoggerMessage(1105, LogLevel.Critical, "Group {Group} on {Topic} failed in a way that no retry mends; the process stops and will see the event again.")]
    public static partial void Failed(ILogger logger, string topic, string group, Exception fault);

    [LoggerMessage(1106, LogLevel.Warning, "Group {Group} left {Topic} before it had finished what it had begun; the events come again.")]
    public static partial void Interrupted(ILogger logger, string topic, string group);
}
