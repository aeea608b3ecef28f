using System.Collections.Concurrent;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>How far the acquisition is; read by whoever watches, while the scan runs.</summary>
public sealed class AcquisitionStatus
{
    private readonly ConcurrentDictionary<string, RefusedFile> refused = new(StringComparer.Ordinal);
    private long bytesHashed;
    private int published;
    private int unchanged;

    /// <summary>Whether the folder has been scanned once to its end.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Files of known kinds.</summary>
    public int Files { get; private set; }

    /// <summary>Files of no known kind.</summary>
    public int Ignored { get; private set; }

    /// <summary>Files that <c>SHA256SUMS</c> lists and the folder does not have yet.</summary>
    public int Missing { get; private set; }

    /// <summary>Bytes of the files that had to be hashed.</summary>
    public long BytesToHash { get; private set; }

    public long BytesHashed => Interlocked.Read(ref bytesHashed);

    /// <summary>Files told to the pipeline: new ones and changed ones.</summary>
    public int Published => published;

    /// <summary>Files known from before.</summary>
    public int Unchanged => unchanged;

    /// <summary>Slots whose file was taken before and is no longer in the folder, with the file's name.</summary>
    public IReadOnlyList<(string Slot, string Name)> Gone { get; private set; } = [];

    public IReadOnlyCollection<RefusedFile> Refused => [.. refused.Values];

    internal void Begin(int files, int ignored, int missing, long bytesToHash)
    {
        (Files, Ignored, Missing, BytesToHash) = (files, ignored, missing, bytesToHash);
        (bytesHashed, published, unchanged) = (0, 0, 0);
        refused.Clear();
    }

    internal void Miss(IReadOnlyList<(string Slot, string Name)> gone) => Gone = gone;

    internal void Hashed(long bytes) => Interlocked.Add(ref bytesHashed, bytes);

    internal void CountPublished() => Interlocked.Increment(ref published);

    internal void CountUnchanged() => Interlocked.Increment(ref unchanged);

    internal void Refuse(RefusedFile file) => refused[file.Name] = file;

    internal void Complete() => IsComplete = true;
}
