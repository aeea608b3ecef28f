using System.Globalization;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Kafka.Clients;

namespace SpotifyPlatform.Kafka.Topics;

/// <summary>A topic as the broker should have it.</summary>
/// <param name="Configuration">The topic's configuration by Kafka's names; other keys are the operator's.</param>
internal sealed record WantedTopic(string Name, int Partitions, IReadOnlyDictionary<string, string> Configuration)
{
    /// <summary>An event is smaller; another producer's record may be refused as a dead letter up to here.</summary>
    private const int MaxEventBytes = 1_000_000;

    public static WantedTopic Of(Topic topic, int partitions) => new(topic.Name, partitions, Configured(topic, MaxEventBytes));

    /// <summary>A dead letter is the refused record with more headers.</summary>
    public static WantedTopic OfDeadLetters(Topic letters) => new(letters.Name, letters.Partitions, Configured(letters, ClientConfigs.MaxRecordBytes));

    private static Dictionary<string, string> Configured(Topic topic, int maxBytes)
    {
        var configuration = new Dictionary<string, string>
        {
            ["cleanup.policy"] = topic.IsCompacted ? "compact" : "delete",
            ["max.message.bytes"] = maxBytes.ToString(CultureInfo.InvariantCulture),
            ["message.timestamp.type"] = "LogAppendTime",
        };
        if (topic.Retention is { } retention)
            configuration["retention.ms"] = retention.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        return configuration;
    }
}

/// <summary>What a broker has otherwise than wanted.</summary>
/// <param name="IsMended">Whether applying mends it. A topic with more partitions than wanted stays so.</param>
public sealed record TopicDrift(string Topic, string What, bool IsMended);
