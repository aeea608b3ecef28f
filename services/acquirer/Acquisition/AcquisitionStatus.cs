using System.Collections.Concurrent;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>The progress of the acquisition, readable while a scan runs.</summary>
public sealed class AcquisitionStatus
{
    private readonly ConcurrentDictionary<string, RefusedFile> refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> published = new(StringComparer.Ordinal);
    private long bytesHashed;
    private int unchanged;

    /// <summary>Downloads that have ended, by now and before the scan began.</summary>
    private int ended;
    private int endedBefore;

    /// <summary>Whether the folder was scanned to its end at least once, and since a download of this process has ended.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Files of known kinds.</summary>
    public int Files { get; private set; }

    /// <summary>Files of no known kind.</summary>
    public int Ignored { get; private set; }

    /// <summary>Why nothing in the folder can be read, as text for an operator; null when there are files of known kinds.</summary>
    public string? NothingFound { get; private set; }

    /// <summary>Files that <c>SHA256SUMS</c> lists and that are not in the folder yet.</summary>
    public int Missing { get; private set; }

    /// <summary>Bytes of the files that this scan has to hash.</summary>
    public long BytesToHash { get; private set; }

    public long BytesHashed => Interlocked.Read(ref bytesHashed);

    /// <summary>Files announced since the process started: new ones and changed ones.</summary>
    public int Published => published.Count;

    /// <summary>Files announced by an earlier process and not changed since.</summary>
    public int Unchanged => unchanged;

    /// <summary>Slots whose file was announced before and is no longer in the folder, with the file's name.</summary>
    public IReadOnlyList<(string Slot, string Name)> Gone { get; private set; } = [];

    /// <summary>The download that this process runs; null where it runs none.</summary>
    public DownloadSummary? Download { get; private set; }

    public IReadOnlyCollection<RefusedFile> Refused => [.. refused.Values];

    internal void Begin(FolderListing listing, string? nothingFound, int missing, long bytesToHash)
    {
        (Files, Ignored, NothingFound) = (listing.Files.Count, listing.Ignored, nothingFound);
        (Missing, BytesToHash) = (missing, bytesToHash);
        (bytesHashed, unchanged) = (0, 0);
        refused.Clear();
    }

    internal void SetGone(IReadOnlyList<(string Slot, string Name)> gone) => Gone = gone;

    internal void AddHashed(long bytes) => Interlocked.Add(ref bytesHashed, bytes);

    internal void AddPublished(string name) => published[name] = true;

    internal void AddUnchanged(string name)
    {
        if (!published.ContainsKey(name))
            Interlocked.Increment(ref unchanged);
    }

    internal void AddRefused(RefusedFile file) => refused[file.Name] = file;

    /// <summary>Before the folder is listed.</summary>
    internal void Starting() => endedBefore = Volatile.Read(ref ended);

    internal void Complete() => IsComplete = endedBefore == Volatile.Read(ref ended);

    internal void SetDownload(DownloadSummary summary)
    {
        if (summary.IsEnded && Download is { IsEnded: false })
        {
            // What came last is found by a scan that is still to begin.
            Interlocked.Increment(ref ended);
            IsComplete = false;
        }

        Download = summary;
    }
}

/// <param name="BytesPerSecond">Of late.</param>
/// <param name="SecondsLeft">At that rate; null where it is not known.</param>
/// <param name="IsEnded">Every file is there, or the run has ended without it.</param>
public sealed record DownloadSummary(int CompleteFiles, int Files, double BytesPerSecond, double? SecondsLeft, bool IsEnded);
