using System.Diagnostics;
using System.Globalization;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Sqlite.Bus;

namespace SpotifyPlatform.Benchmarks.Bus;

/// <summary>
/// The embedded bus against the least that a durable log in SQLite can do: one insert a record into a table of key and payload,
/// in transactions of the same size with the same sync. Then receiving and committing.
/// </summary>
internal static class BusBench
{
    private const string RawTable = "CREATE TABLE IF NOT EXISTS records (id INTEGER PRIMARY KEY, key TEXT NOT NULL, payload BLOB NOT NULL)";
    private static readonly Topic Topic = new("bench.record.made.v1", TopicClass.Work, 16);

    public static async Task<int> RunAsync(string[] args)
    {
        var (bytes, seconds, rounds) = ((int)Arguments.Number(args, "--bytes", 1024), Arguments.Number(args, "--seconds", 3), (int)Arguments.Number(args, "--rounds", 3));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"embedded: records of {bytes} bytes, {rounds} rounds of {seconds} s each; the best round"));
        foreach (var batch in new[] { 1, 16, 256 })
        {
            var (raw, bus) = (0.0, 0.0);
            for (var round = 0; round < rounds; round++)
            {
                raw = Math.Max(raw, await InFolderAsync(folder => RawAsync(folder, batch, bytes, seconds)));
                bus = Math.Max(bus, await InFolderAsync(folder => AppendAsync(folder, batch, bytes, seconds)));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"append, {batch,3} a transaction: raw inserts {raw,9:N0}/s, bus {bus,9:N0}/s, {bus / raw:P0}"));
        }

        var received = await InFolderAsync(folder => ReceiveAsync(folder, bytes));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"receive and commit, 256 at once: {received,9:N0}/s"));
        if (Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS") is { } kafka)
            await KafkaBench.RunAsync(kafka, args);
        else
            Console.WriteLine("Kafka: no broker; set KAFKA_BOOTSTRAP_SERVERS=host:port.");
        return 0;
    }

    private static async Task<double> RawAsync(string folder, int batch, int bytes, long seconds)
    {
        using var database = new SqliteDatabase(Path.Combine(folder, "raw.sqlite"), RawTable);
        var payload = new byte[bytes];
        return await RateAsync(seconds, batch, number => database.WriteAsync(
            connection =>
            {
                using var insert = connection.Statement("INSERT INTO records (key, payload) VALUES ($key, $payload)", "$key", "$payload");
                for (var i = 0; i < batch; i++)
                    insert.Run($"key-{number + i}", payload);
            },
            CancellationToken.None));
    }

    private static async Task<double> AppendAsync(string folder, int batch, int bytes, long seconds)
    {
        using var bus = new SqliteEventBus(Path.Combine(folder, "bus.sqlite"), new TopicOptions(), TimeProvider.System);
        return await RateAsync(seconds, batch, number => bus.AppendAsync(Topic, Records(number, batch, bytes), CancellationToken.None));
    }

    private static async Task<double> ReceiveAsync(string folder, int bytes)
    {
        const int Records = 50_000;
        using var bus = new SqliteEventBus(Path.Combine(folder, "bus.sqlite"), new TopicOptions(), TimeProvider.System);
        for (var number = 0; number < Records; number += 1000)
            await bus.AppendAsync(Topic, BusBench.Records(number, 1000, bytes), CancellationToken.None);
        await using var subscription = await bus.JoinAsync("bench", [Topic], new IgnoringListener(), CancellationToken.None);
        var (began, received) = (Stopwatch.GetTimestamp(), 0);
        while (received < Records)
        {
            var records = await subscription.ReceiveAsync(256, TimeSpan.FromSeconds(1), CancellationToken.None);
            received += records.Count;
            await Task.WhenAll(records.GroupBy(record => record.Partition).Select(partition =>
                subscription.CommitAsync(partition.Key, partition.Last().Offset + 1, CancellationToken.None)));
        }

        return received / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<double> RateAsync(long seconds, int batch, Func<int, Task> append)
    {
        await append(0);
        var (began, number) = (Stopwatch.GetTimestamp(), batch);
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
        {
            await append(number);
            number += batch;
        }

        return (number - batch) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static EventRecord[] Records(int number, int count, int bytes)
    {
        var payload = new byte[bytes];
        return [.. Enumerable.Range(number, count).Select(i => new EventRecord($"key-{i}", payload, EventHeaders.Of(
            (EventHeaders.SpecVersionName, "1.0"), (EventHeaders.IdName, $"record/{i}"), (EventHeaders.SourceName, "/spotifyplatform/bench"),
            (EventHeaders.TypeName, "spotifyplatform.bench.v1.Record"), (EventHeaders.ContentTypeName, "application/protobuf"))))];
    }

    private static async Task<double> InFolderAsync(Func<string, Task<double>> measure)
    {
        var folder = Directory.CreateTempSubdirectory("bench-bus-").FullName;
        try
        {
            return await measure(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class IgnoringListener : IPartitionListener
    {
        public void Assigned(IReadOnlyCollection<TopicPartition> partitions)
        {
            // Records come all the same.
        }

        public Task RevokedAsync(IReadOnlyCollection<TopicPartition> partitions) => Task.CompletedTask;

        public void Lost(IReadOnlyCollection<TopicPartition> partitions)
        {
            // The only member of its group loses nothing.
        }
    }
}
