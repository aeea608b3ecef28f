using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.EventBus;

internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Information, "Group {Group} consumes {Topics}.")]
    public static partial void Consuming(ILogger logger, string topics, string group);

    [LoggerMessage(1102, LogLevel.Information, "Group {Group} left {Topics}. All started work is finished and committed.")]
    public static partial void Left(ILogger logger, string topics, string group);

    [LoggerMessage(1103, LogLevel.Warning, "Group {Group} on {Topic} met a fault (attempt {Attempt}) and retries in {Delay}.")]
    public static partial void Retrying(ILogger logger, string topic, string group, int attempt, TimeSpan delay, Exception ex);

    [LoggerMessage(1104, LogLevel.Warning, "Group {Group} refused event {Id} of {Topic}, partition {Partition}, offset {Offset}, as {Reason}: {Detail}")]
    public static partial void Refused(ILogger logger, string topic, string group, int partition, long offset, string id, string reason, string detail);

    [LoggerMessage(1105, LogLevel.Critical, "Group {Group} on {Topic} failed, and no retry mends it. The process stops and receives the event again when it is started.")]
    public static partial void Failed(ILogger logger, string topic, string group, Exception ex);

    [LoggerMessage(1106, LogLevel.Warning, "Group {Group} left {Topics} before its work was finished. The events come again.")]
    public static partial void Interrupted(ILogger logger, string topics, string group);

    [LoggerMessage(1107, LogLevel.Warning, "Reader {Reader} skips the record of {Topic}, partition {Partition}, offset {Offset}, as {Reason}: {Detail}")]
    public static partial void Skipped(ILogger logger, string topic, string reader, int partition, long offset, string reason, string detail);

    [LoggerMessage(1108, LogLevel.Warning, "Lag and dead letters could not be read. Their gauges have no values until the next look.")]
    public static partial void BacklogUnknown(ILogger logger, Exception ex);

    [LoggerMessage(1109, LogLevel.Error, "Reader {Reader} of {Topic} has no answer of the bus. The service starts without it, and the reader goes on asking.")]
    public static partial void StartsWithoutReader(ILogger logger, string topic, string reader);
}
