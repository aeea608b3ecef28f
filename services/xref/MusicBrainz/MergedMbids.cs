using System.Runtime.InteropServices;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>MBIDs of recordings that were merged into others. Real dumps have some 300,000 that lead to a recording with an ISRC.</summary>
internal sealed class MergedMbids
{
    /// <summary>Of one recording; limits a value of the table.</summary>
    public const int MaxPerRecording = 1_000;

    /// <summary>Limits the memory to 160 MB.</summary>
    private const int MaxTotal = 8_000_000;

    private readonly List<Entry> entries = [];

    public int Count => entries.Count;

    /// <summary>MBIDs that are over a limit.</summary>
    public long LeftOut { get; private set; }

    public void Add(int recordingId, Guid mbid)
    {
        if (entries.Count < MaxTotal)
            entries.Add(new Entry(recordingId, mbid));
        else
            LeftOut++;
    }

    /// <summary>Orders them by recording; none is added later. Repeated ones, and those of a recording over the limit, go.</summary>
    public void Sort()
    {
        entries.Sort();
        var (kept, ofOne) = (0, 0);
        for (var i = 0; i < entries.Count; i++)
        {
            if (i > 0 && entries[i] == entries[i - 1])
                continue;
            ofOne = kept > 0 && entries[kept - 1].RecordingId == entries[i].RecordingId ? ofOne + 1 : 1;
            if (ofOne <= MaxPerRecording)
                entries[kept++] = entries[i];
            else
                LeftOut++;
        }

        entries.RemoveRange(kept, entries.Count - kept);
    }

    /// <summary>Writes those of a recording, ascending.</summary>
    /// <returns>Bytes written.</returns>
    public int WriteOf(int recordingId, Span<byte> target)
    {
        var sorted = CollectionsMarshal.AsSpan(entries);
        var at = sorted.BinarySearch(new Entry(recordingId, Guid.Empty));
        var written = 0;
        for (at = at < 0 ? ~at : at; at < sorted.Length && sorted[at].RecordingId == recordingId; at++, written += Mbid.ByteLength)
            sorted[at].Mbid.TryWriteBytes(target[written..], bigEndian: true, out _);
        return written;
    }

    private readonly record struct Entry(int RecordingId, Guid Mbid) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => RecordingId != other.RecordingId ? RecordingId.CompareTo(other.RecordingId) : Mbid.CompareTo(other.Mbid);
    }
}
