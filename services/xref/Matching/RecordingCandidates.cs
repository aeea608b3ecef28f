using SpotifyPlatform.Storage.Xref;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>The recordings that share an ISRC, in the order of their row ids, to choose among.</summary>
internal sealed class RecordingCandidates
{
    /// <summary>Real ISRCs are shared by a few recordings; a dump of another kind must not fill the memory.</summary>
    public const int MaxRecordings = 1_000;

    private readonly long[] lengths = new long[MaxRecordings];
    private readonly byte[] mbids = new byte[MaxRecordings * Music.Mbid.ByteLength];

    /// <summary>Where the merged MBIDs of each begin, and behind the last one where they end.</summary>
    private readonly int[] starts = new int[MaxRecordings + 1];

    private byte[] merged = [];
    private int count;

    public void Clear() => count = 0;

    /// <returns>False when there are <see cref="MaxRecordings"/> already.</returns>
    public bool TryAdd(RecordingRow recording)
    {
        if (count == MaxRecordings)
            return false;
        lengths[count] = recording.LengthMs;
        recording.Mbid.CopyTo(mbids.AsSpan(count * Music.Mbid.ByteLength));
        var end = starts[count] + recording.Merged.Length;
        if (end > merged.Length)
            Array.Resize(ref merged, Math.Max(end, 2 * merged.Length));
        recording.Merged.CopyTo(merged.AsSpan(starts[count]));
        starts[++count] = end;
        return true;
    }

    /// <summary>
    /// The recording whose length is nearest to the track's, because versions of a song differ in length. An unknown length is farther than
    /// any other; among equals the lowest id, MusicBrainz's oldest entry, is taken.
    /// </summary>
    /// <param name="durationMs">0 where it is unknown.</param>
    /// <returns>An index, or -1 where there is no recording.</returns>
    public int Nearest(long durationMs)
    {
        var (nearest, least) = (count == 0 ? -1 : 0, long.MaxValue);
        for (var i = 0; i < count; i++)
            if (Distance(lengths[i], durationMs) is var distance && distance < least)
                (nearest, least) = (i, distance);
        return nearest;
    }

    /// <summary>Empty for -1, as the merged ones are.</summary>
    public ReadOnlySpan<byte> Mbid(int index) => index < 0 ? [] : mbids.AsSpan(index * Music.Mbid.ByteLength, Music.Mbid.ByteLength);

    public ReadOnlySpan<byte> Merged(int index) => index < 0 ? [] : merged.AsSpan(starts[index]..starts[index + 1]);

    private static long Distance(long lengthMs, long durationMs) => lengthMs > 0 && durationMs > 0 ? Math.Abs(lengthMs - durationMs) : long.MaxValue;
}
