namespace SpotifyPlatform.Tables.Rows;

/// <summary>
/// The lowest keys of which a row was replaced by a later one. The lowest and not the first found: those depend on how much memory sorts at once.
/// For several threads.
/// </summary>
internal sealed class ReplacedKeys(int most)
{
    private readonly SortedSet<string> lowest = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Hexadecimal, ascending.</summary>
    public IReadOnlyList<string> Lowest
    {
        get
        {
            lock (gate)
                return [.. lowest];
        }
    }

    public void Add(ReadOnlySpan<byte> key)
    {
        var text = Convert.ToHexStringLower(key);
        lock (gate)
            if (lowest.Add(text) && lowest.Count > most)
                lowest.Remove(lowest.Max!);
    }
}
