using System.Globalization;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>Where the effects of handlers are: idempotent by key, counted, and outside every process that is killed.</summary>
internal sealed class EffectSink
{
    private readonly Dictionary<string, string> stored = [];
    private readonly Dictionary<TopicPartition, HashSet<long>> handled = [];
    private readonly List<string> skipped = [];
    private long effects;

    /// <summary>Times that something was stored, duplicates and repetitions too.</summary>
    public long Effects => Interlocked.Read(ref effects);

    public int Count
    {
        get
        {
            lock (stored)
                return stored.Count;
        }
    }

    /// <summary>Records that were handled for the first time after a later one of their partition: somebody began past them.</summary>
    public IReadOnlyList<string> Skipped
    {
        get
        {
            lock (stored)
                return [.. skipped];
        }
    }

    public IReadOnlyDictionary<string, string> Stored
    {
        get
        {
            lock (stored)
                return new Dictionary<string, string>(stored);
        }
    }

    /// <summary>Notes that a handler has a record, whether it stores or refuses it.</summary>
    public void Note(HandledEvent e)
    {
        lock (stored)
        {
            if (!handled.TryGetValue(e.Partition, out var offsets))
                handled[e.Partition] = offsets = [];
            var last = offsets.Count == 0 ? -1 : offsets.Max();
            if (offsets.Add(e.Offset) && e.Offset < last)
                skipped.Add(string.Create(CultureInfo.InvariantCulture, $"{e.Id} at {e.Partition}/{e.Offset} was handled only after offset {last}"));
        }
    }

    /// <summary>The last record that was handled of each partition.</summary>
    public string Last()
    {
        lock (stored)
            return string.Join(", ", handled.OrderBy(partition => partition.Key.Partition).Select(partition => $"{partition.Key.Partition}/{partition.Value.Max()}"));
    }

    public void Store(HandledEvent e)
    {
        Interlocked.Increment(ref effects);
        lock (stored)
            stored[e.Id] = e.Text;
    }
}
