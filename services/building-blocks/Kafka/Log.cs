using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Kafka;

internal static partial class Log
{
    [LoggerMessage(1301, LogLevel.Warning, "A Kafka client met {Code}: {Reason}")]
    public static partial void ClientError(ILogger logger, Confluent.Kafka.ErrorCode code, string reason);

    [LoggerMessage(1302, LogLevel.Debug, "Kafka client ({Facility}): {Message}")]
    public static partial void ClientLog(ILogger logger, string facility, string message);

    [LoggerMessage(1303, LogLevel.Information, "Group {Group} starts at the oldest record of {Topic}.")]
    public static partial void FirstStart(ILogger logger, string group, string topic);

    [LoggerMessage(1304, LogLevel.Warning, "Topic {Topic} does not exist. Its reader waits for it; create it with 'platform topics apply'.")]
    public static partial void MissingTopic(ILogger logger, string topic);

    [LoggerMessage(1305, LogLevel.Warning, "The producer was fenced or lost its sequence ({Code}: {Reason}) and is replaced.")]
    public static partial void ProducerReplaced(ILogger logger, Confluent.Kafka.ErrorCode code, string reason);

    [LoggerMessage(1306, LogLevel.Warning, "Group {Group} was taken for dead and lost {Partitions}: it did not ask for records in time.")]
    public static partial void Lost(ILogger logger, string group, string partitions);

    [LoggerMessage(1307, LogLevel.Critical, "{Refusal} This service answers without the bus and goes on; what it would publish or read there is missing.")]
    public static partial void ServesWithoutRights(ILogger logger, string refusal);

    [LoggerMessage(1308, LogLevel.Warning, "The rights of this process are not known yet: attempt {Attempt} in {Delay}.")]
    public static partial void RightsUnknown(ILogger logger, int attempt, TimeSpan delay, Exception ex);

    [LoggerMessage(1309, LogLevel.Warning, "Group {Group} has new partitions and cannot read where they go on; it asks again. {Fault}")]
    public static partial void OffsetsUnknown(ILogger logger, string group, string fault);

    [LoggerMessage(1310, LogLevel.Warning, "A member of group {Group} ended without leaving it: {Reason}. Its partitions are given to others when its session is over.")]
    public static partial void NotLeft(ILogger logger, string group, string reason);

    [LoggerMessage(1311, LogLevel.Warning, "A member of group {Group} was fenced and joins anew. Where this comes again, another process runs under the same Kafka:InstanceId.")]
    public static partial void Fenced(ILogger logger, string group);
}
