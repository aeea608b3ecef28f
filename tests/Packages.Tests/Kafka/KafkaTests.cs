using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;

namespace SpotifyPlatform.Packages.Tests.Kafka;

public class KafkaTests
{
    private const string Topic = "packages.probe.sent.v1";
    private const string Group = "packages-tests";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [SkippableFact]
    public async Task Records_ProducedAndCommitted_AreNotReadAgain()
    {
        SkipWithoutLibrdkafka();
        using var cluster = MockCluster.Start();
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = cluster.BootstrapServers,
            EnableIdempotence = true,
            LingerMs = 0,
        }).Build();
        for (var i = 0; i < 3; i++)
            await ProduceAsync(producer, i);

        using (var first = CreateConsumer(cluster))
        {
            first.Subscribe(Topic);
            for (var i = 0; i < 3; i++)
            {
                var record = Consume(first);
                Assert.Equal(("key", $"value {i}"), (record.Message.Key, record.Message.Value));
                Assert.Equal($"{i}", Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes("number")));
                first.StoreOffset(record);
            }

            Assert.Equal([3], first.Commit().Select(offset => offset.Offset.Value).Where(offset => offset >= 0));
            first.Close();
        }

        var fourth = await ProduceAsync(producer, 3);
        using var second = CreateConsumer(cluster);
        second.Assign(new TopicPartitionOffset(fourth.TopicPartition, Offset.Stored));
        Assert.Equal("value 3", Consume(second).Message.Value);
    }

    private static Task<DeliveryResult<string, string>> ProduceAsync(IProducer<string, string> producer, int number) =>
        producer.ProduceAsync(Topic, new Message<string, string>
        {
            Key = "key",
            Value = $"value {number}",
            Headers = new Headers { { "number", Encoding.UTF8.GetBytes($"{number}") } },
        });

    private static IConsumer<string, string> CreateConsumer(MockCluster cluster) =>
        new ConsumerBuilder<string, string>(new ConsumerConfig
        {
            BootstrapServers = cluster.BootstrapServers,
            GroupId = Group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
        }).Build();

    private static ConsumeResult<string, string> Consume(IConsumer<string, string> consumer)
    {
        using var patience = new CancellationTokenSource(Patience);
        return consumer.Consume(patience.Token);
    }

    private static void SkipWithoutLibrdkafka()
    {
        var found = NativeLibrary.TryLoad("librdkafka", typeof(Library).Assembly, null, out _);
        Skip.IfNot(found, "librdkafka is not installed (Debian: librdkafka1).");
    }
}
