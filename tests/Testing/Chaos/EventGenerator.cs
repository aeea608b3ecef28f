using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>
/// The records of a run, in the order of a seed: each event one to five times, its copies among those of other events and partitions, and a record that
/// cannot be read at the start of each partition. It knows what must be stored in the end and what must be refused.
/// </summary>
internal sealed class EventGenerator(int seed, int partitions)
{
    private const int Keys = 40;
    private const int MaxCopies = 5;
    private const int MaxBatch = 20;

    private readonly Random random = new(seed);
    private readonly List<EventRecord> copies = [];
    private readonly ConcurrentDictionary<string, string> values = new();
    private readonly ConcurrentDictionary<string, bool> refused = new();
    private int numbers;

    /// <summary>The text of each event that a handler sees, by id.</summary>
    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>Events that the handler refuses.</summary>
    public IReadOnlyCollection<string> Refused => [.. refused.Keys];

    /// <summary>Events that never reach a handler.</summary>
    public IReadOnlyCollection<string> Unreadable => [.. Enumerable.Range(0, partitions).Select(partition => $"poison-{partition}")];

    public bool IsRefused(string id) => refused.ContainsKey(id);

    /// <summary>A record for each partition, in order.</summary>
    public IReadOnlyList<EventRecord> Poison() => [.. Enumerable.Range(0, partitions).Select(partition => new EventRecord(
        Enumerable.Range(0, 10_000).Select(Key).First(key => KeyPartition.Of(key, partitions) == partition),
        partition % 2 == 0 ? (ReadOnlyMemory<byte>?)new byte[] { 0x0A, 0xFF, 0x01 } : null,
        EventHeaders.Of((EventHeaders.IdName, $"poison-{partition}"))))];

    /// <summary>The next records to append together.</summary>
    public IReadOnlyList<EventRecord> Next() => [.. Enumerable.Range(0, random.Next(1, MaxBatch + 1)).Select(_ => NextRecord())];

    /// <summary>The copies that are left when no new events are made.</summary>
    public IReadOnlyList<EventRecord> Rest() => [.. copies];

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"key-{number}");

    private EventRecord NextRecord()
    {
        if (copies.Count > 0 && random.Next(5) < 3)
        {
            var at = random.Next(copies.Count);
            var copy = copies[at];
            copies.RemoveAt(at);
            return copy;
        }

        var record = NewRecord();
        copies.AddRange(Enumerable.Repeat(record, random.Next(MaxCopies)));
        return record;
    }

    private EventRecord NewRecord()
    {
        var (key, id) = (Key(random.Next(Keys)), string.Create(CultureInfo.InvariantCulture, $"event-{numbers++}"));
        // Most are small, some fill batches and buffers.
        var text = new StringBuilder(id).Append('=').Append(random.NextInt64()).Append('x', random.Next(50) == 0 ? random.Next(100_000) : random.Next(200)).ToString();
        values[id] = text;
        if (random.Next(50) == 0)
            refused[id] = true;
        return new EventRecord(
            key, new StringValue { Value = text }.ToByteArray(), EventHeaders.Of((EventHeaders.IdName, id), (EventHeaders.TypeName, StringValue.Descriptor.FullName)));
    }
}
