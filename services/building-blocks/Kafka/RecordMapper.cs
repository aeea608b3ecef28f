using System.Text;

namespace SpotifyPlatform.Kafka;

/// <summary>Events as Kafka's records.</summary>
internal static class RecordMapper
{
    public static Message<byte[], byte[]?> ToMessage(EventRecord record)
    {
        var headers = new Headers();
        foreach (var (name, value) in record.Headers)
            headers.Add(name, value.ToArray());
        return new() { Key = Encoding.UTF8.GetBytes(record.Key), Value = record.Payload?.ToArray(), Headers = headers };
    }

    /// <summary>A record without a key, as other producers write, has the empty one.</summary>
    public static ReceivedEvent ToEvent(ConsumeResult<byte[], byte[]> result)
    {
        var message = result.Message;
        var headers = new KeyValuePair<string, ReadOnlyMemory<byte>>[message.Headers.Count];
        for (var i = 0; i < headers.Length; i++)
            headers[i] = new(message.Headers[i].Key, message.Headers[i].GetValueBytes());
        return new ReceivedEvent(
            new(result.Topic, result.Partition.Value), result.Offset.Value, message.Key is null ? "" : Encoding.UTF8.GetString(message.Key),
            message.Value is null ? default(ReadOnlyMemory<byte>?) : message.Value, new EventHeaders(headers), DateTimeOffset.FromUnixTimeMilliseconds(message.Timestamp.UnixTimestampMs));
    }

    public static TopicPartition ToPartition(KafkaPartition partition) => new(partition.Topic, partition.Partition.Value);

    public static KafkaPartition ToKafka(TopicPartition partition) => new(partition.Topic, partition.Partition);
}
