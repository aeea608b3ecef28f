using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Kafka;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.Engines.IntegrationTests.Kafka;

/// <summary>What the contract does not say: faults of brokers, lost offsets, other clients.</summary>
[Trait("Category", "Integration")]
public sealed class KafkaEventBusTests : IAsyncLifetime, IDisposable
{
    private const string Group = "group";

    private readonly MockServer server = new();
    private readonly Topic topic = new("test.entity.happened.v1", TopicClass.Work, 4);
    private KafkaEventBus bus = null!;

    public async Task InitializeAsync()
    {
        await server.CreateAsync(topic);
        bus = new KafkaLog(server, [topic], Group).Open(TimeProvider.System);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        bus.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task Append_BrokersAnswerErrors_EachRecordIsThereOnceAndInOrder()
    {
        server.Cluster.Push(
            RequestApi.Produce, ErrorCode.NotLeaderForPartition, ErrorCode.RequestTimedOut, ErrorCode.NotEnoughReplicas, ErrorCode.NoError, ErrorCode.NotEnoughReplicasAfterAppend);
        for (var number = 0; number < 20; number++)
            await bus.AppendAsync(topic, [Record("a", number)], CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"a#{number}"), (await ReadAsync()).Select(Text));
    }

    [Fact]
    public async Task Join_RecordsBeforeTheCommitAreThere_GoesOn_AndWhereTheyAreGone_NamesTheRemedy()
    {
        await bus.AppendAsync(topic, [.. Enumerable.Range(0, 5).Select(number => Record("a", number))], CancellationToken.None);
        await using (await bus.JoinAsync(Group, [topic], new PartitionLog(), CancellationToken.None))
        {
        }

        await using (await bus.JoinAsync(Group, [topic], new PartitionLog(), CancellationToken.None))
        {
        }

        server.Cluster.DeleteRecords(topic.Name, KeyPartition.Of("a", topic.Partitions), before: 3);

        var ex = await Assert.ThrowsAsync<LostOffsetException>(() => bus.JoinAsync(Group, [topic], new PartitionLog(), CancellationToken.None));
        Assert.Contains("platform republish", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_TopicThatDoesNotExist_NamesTheRemedy()
    {
        var ex = await Assert.ThrowsAsync<KafkaRefusedException>(() => bus.JoinAsync(Group, [topic with { Name = "test.entity.missing.v1" }], new PartitionLog(), CancellationToken.None));
        Assert.Contains("platform topics apply", ex.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Kcat_ReadsWhatTheBusWrites_AndWritesWhatItReads()
    {
        var keys = Enumerable.Range(0, 50).Select(number => $"key-{number}").ToArray();
        await bus.AppendAsync(topic, [.. keys.Select(key => Record(key, 1))], CancellationToken.None);

        var read = await KcatAsync("", "-C", "-t", topic.Name, "-e", "-q", "-f", "%k %s %h\\n");
        await KcatAsync(string.Join('\n', keys.Select(key => $"{key}|{key}#2")), "-P", "-t", topic.Name, "-K", "|", "-H", "ce_id=foreign", "-X", "partitioner=murmur2_random");
        var records = await ReadAsync();

        Assert.Equal(keys.Select(key => $"{key} {key}#1 ce_id={key}#1").Order(), read.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        Assert.Equal(keys.Select(key => $"{key}#2").Order(), records.Where(record => record.Id == "foreign").Select(Text).Order());
        Assert.All(records, record => Assert.Equal(KeyPartition.Of(record.Key, topic.Partitions), record.Partition.Partition));
    }

    private static EventRecord Record(string key, int number) =>
        new(key, Encoding.UTF8.GetBytes($"{key}#{number}"), EventHeaders.Of((EventHeaders.IdName, $"{key}#{number}")));

    private static string Text(ReceivedEvent record) => Encoding.UTF8.GetString(record.Payload!.Value.Span);

    private async Task<List<ReceivedEvent>> ReadAsync()
    {
        var records = new List<ReceivedEvent>();
        await foreach (var record in bus.ReadToEndAsync(topic, CancellationToken.None))
            records.Add(record);
        return records;
    }

    private async Task<string> KcatAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("kcat", ["-b", server.BootstrapServers, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var kcat = StartOrSkip(start);
        await kcat.StandardInput.WriteAsync(input);
        kcat.StandardInput.Close();
        var output = await kcat.StandardOutput.ReadToEndAsync();
        await kcat.WaitForExitAsync();
        Assert.Equal(0, kcat.ExitCode);
        return output;
    }

    private static Process StartOrSkip(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new SkipException("No kcat: apt-get install kcat.");
        }
    }
}
