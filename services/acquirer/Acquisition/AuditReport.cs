namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>What a re-verification of the announced files found.</summary>
public sealed class AuditReport
{
    private readonly Lock turn = new();
    private readonly SortedSet<string> damaged = new(StringComparer.Ordinal);

    /// <summary>Files that were hashed.</summary>
    public int Files { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Names of the files that were withdrawn.</summary>
    public IReadOnlyCollection<string> Damaged => damaged;

    internal void AddChecked(long bytes)
    {
        lock (turn)
            (Files, Bytes) = (Files + 1, Bytes + bytes);
    }

    internal void AddDamaged(string name)
    {
        lock (turn)
            damaged.Add(name);
    }
}
