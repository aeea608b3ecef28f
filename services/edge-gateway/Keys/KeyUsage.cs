using System.Collections.Concurrent;

namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>When each key was last used on this instance, by prefix. Only valid keys are recorded, so there are no more than keys.</summary>
internal sealed class KeyUsage
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> lastUsed = new(StringComparer.Ordinal);

    public void Used(string prefix, DateTimeOffset at) => lastUsed[prefix] = at;

    /// <summary>Adds what an earlier process recorded.</summary>
    public void Restore(IReadOnlyDictionary<string, DateTimeOffset> earlier)
    {
        foreach (var (prefix, at) in earlier)
            lastUsed.TryAdd(prefix, at);
    }

    public DateTimeOffset? LastUsed(string prefix) => lastUsed.TryGetValue(prefix, out var at) ? at : null;

    public IReadOnlyDictionary<string, DateTimeOffset> Snapshot() => new SortedDictionary<string, DateTimeOffset>(lastUsed, StringComparer.Ordinal);
}
