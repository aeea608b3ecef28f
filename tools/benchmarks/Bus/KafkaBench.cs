using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Kafka;

namespace SpotifyPlatform.Benchmarks.Bus;

/// <summary>
/// The whole consume loop (typed handler, parsed messages, committed offsets) on a Kafka broker, against a bare loop on the same client that parses and
/// stores offsets, and against kcat, which does neither. All read the same topic from its oldest record to its end, one after the other.
/// </summary>
internal static class KafkaBench
{
    private const int Partitions = 16;

    /// <summary>Events that the handler takes at once.</summary>
    private const int MaxBatch = 256;

    /// <summary>More are collected late, and cost the collector more than requests for fewer do.</summary>
    private const int MaxInFlight = 1000;

    public static async Task RunAsync(string bootstrapServers, string[] args)
    {
        var (bytes, records, rounds) = ((int)Arguments.Number(args, "--bytes", 1024), (int)Arguments.Number(args, "--records", 500_000), (int)Arguments.Number(args, "--rounds", 3));
        var topic = new Topic<BytesValue>($"bench.record.made-{Guid.NewGuid():N}.v1", TopicClass.Work, Partitions, BytesValue.Parser, _ => "");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Kafka: {records} records of {bytes} bytes in {Partitions} partitions, {rounds} alternating rounds; records a second"));
        await FillAsync(bootstrapServers, topic, bytes, records);
        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var bare = Bare(bootstrapServers, topic, records);
            var loop = await LoopAsync(bootstrapServers, topic, records);
            var kcat = Kcat(bootstrapServers, topic, records);
            ratios.Add(loop / bare);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  bare loop {bare,9:N0}, consume loop {loop,9:N0}, {loop / bare:P0}{(kcat is { } rate ? $", kcat {rate,9:N0}, {loop / rate:P0}" : ", no kcat")}"));
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  consume loop to bare loop, median: {ratios[ratios.Count / 2]:P0} (wanted: 80 %)"));
    }

    private static async Task FillAsync(string bootstrapServers, Topic topic, int bytes, int records)
    {
        const int Batch = 5000;
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).Build())
            await admin.CreateTopicsAsync([new TopicSpecification { Name = topic.Name, NumPartitions = Partitions, ReplicationFactor = -1 }]);
        using var bus = Open(bootstrapServers);
        // Random, so that compression makes no difference.
        var payload = new byte[bytes];
        Random.Shared.NextBytes(payload);
        var message = new BytesValue { Value = ByteString.CopyFrom(payload) }.ToByteArray();
        for (var first = 0; first < records; first += Batch)
            await bus.AppendAsync(
                topic,
                [.. Enumerable.Range(first, Math.Min(Batch, records - first)).Select(number => new EventRecord($"key-{number}", message, EventHeaders.Of(
                    (EventHeaders.SpecVersionName, "1.0"), (EventHeaders.IdName, $"record/{number}"), (EventHeaders.SourceName, "/spotifyplatform/bench"),
                    (EventHeaders.TypeName, BytesValue.Descriptor.FullName), (EventHeaders.ContentTypeName, "application/protobuf"))))],
                CancellationToken.None);
    }

    private static KafkaEventBus Open(string bootstrapServers) =>
        new(new KafkaOptions { BootstrapServers = bootstrapServers }, TimeProvider.System, [], NullLogger.Instance);

    /// <summary>From the first record on: joining a group is no part of it.</summary>
    private static double Rate(int records, long first) => records / Stopwatch.GetElapsedTime(first).TotalSeconds;

    private static double Bare(string bootstrapServers, Topic<BytesValue> topic, int records)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers, GroupId = $"bare-{Guid.NewGuid():N}", AutoOffsetReset = AutoOffsetReset.Earliest, EnableAutoOffsetStore = false,
            EnableAutoCommit = true, CheckCrcs = true,
        }).Build();
        consumer.Subscribe(topic.Name);
        var (received, first, total) = (0, 0L, 0L);
        while (received < records)
        {
            var result = consumer.Consume();
            if (received++ == 0)
                first = Stopwatch.GetTimestamp();
            total += topic.Parser.ParseFrom(result.Message.Value).Value.Length;
            consumer.StoreOffset(result);
        }

        var rate = Rate(records, first);
        consumer.Close();
        return total > 0 ? rate : 0;
    }

    private static async Task<double> LoopAsync(string bootstrapServers, Topic<BytesValue> topic, int records)
    {
        using var bus = Open(bootstrapServers);
        var handler = new CountingHandler(records);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("EventBus:MaxInFlight", $"{MaxInFlight}")]);
        builder.Services.AddSingleton<IEventBus>(bus).AddSingleton(handler).AddConsumer<BytesValue, CountingHandler>(topic, $"loop-{Guid.NewGuid():N}", MaxBatch);
        using var host = builder.Build();
        await host.StartAsync();
        await handler.Done;
        var rate = Rate(records, handler.First);
        await host.StopAsync();
        return rate;
    }

    private static double? Kcat(string bootstrapServers, Topic topic, int records)
    {
        try
        {
            using var kcat = Process.Start(new ProcessStartInfo("kcat", ["-b", bootstrapServers, "-C", "-t", topic.Name, "-e", "-q", "-f", "%o\\n"]) { RedirectStandardOutput = true })!;
            var (received, first) = (0, 0L);
            while (kcat.StandardOutput.ReadLine() is not null)
                if (received++ == 0)
                    first = Stopwatch.GetTimestamp();
            return received == records ? Rate(records, first) : throw new InvalidOperationException($"kcat read {received} of {records} records.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private sealed class CountingHandler(int records) : IEventHandler<BytesValue>
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int handled;
        private long bytes;

        public long First { get; private set; }

        public Task Done => done.Task;

        public Task<IReadOnlyList<Refusal?>> HandleAsync(EventBatch<BytesValue> batch, CancellationToken cancellationToken)
        {
            if (Volatile.Read(ref handled) == 0)
                First = Stopwatch.GetTimestamp();
            var sum = 0L;
            foreach (var e in batch.Events)
                sum += e.Message.Value.Length;
            Interlocked.Add(ref bytes, sum);
            if (Interlocked.Add(ref handled, batch.Events.Count) >= records)
                done.TrySetResult();
            return Task.FromResult<IReadOnlyList<Refusal?>>(new Refusal?[batch.Events.Count]);
        }
    }
}
