using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>When each key was last used on this instance, by prefix. Only valid keys are recorded, so there are no more than keys.</summary>
internal sealed class KeyUsage
{
    // Ticks of UTC, so that a request only writes a number.
    private readonly ConcurrentDictionary<string, StrongBox<long>> lastUsed = new(StringComparer.Ordinal);

    public void Used(string prefix, DateTimeOffset at) => Volatile.Write(ref lastUsed.GetOrAdd(prefix, static _ => new()).Value, at.UtcTicks);

    /// <summary>Adds what an earlier process recorded.</summary>
    public void Restore(IReadOnlyDictionary<string, DateTimeOffset> earlier)
    {
        foreach (var (prefix, at) in earlier)
            lastUsed.TryAdd(prefix, new(at.UtcTicks));
    }

    public DateTimeOffset? LastUsed(string prefix) => lastUsed.TryGetValue(prefix, out var at) ? Time(at) : null;

    public IReadOnlyDictionary<string, DateTimeOffset> Snapshot() =>
        new SortedDictionary<string, DateTimeOffset>(lastUsed.ToDictionary(used => used.Key, used => Time(used.Value)), StringComparer.Ordinal);

    private static DateTimeOffset Time(StrongBox<long> ticks) => new(Volatile.Read(ref ticks.Value), TimeSpan.Zero);
}
