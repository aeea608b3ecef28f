namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>
/// Where the sections of a basket file stand, each at a multiple of 64 bytes. A track has two numbers: its place in the order
/// of the ids, and its rank, 0 for the one that most playlists hold; equal ones by id.
/// </summary>
internal sealed class BasketLayout
{
    private const long Alignment = 64;

    public BasketLayout(long tracks, long playlists, long entries)
    {
        var at = (long)BasketHeader.Bytes;
        Ids = Section(tracks * 16);
        Ranks = Section(tracks * sizeof(int));
        Places = Section(tracks * sizeof(int));
        Events = Section(tracks * sizeof(long));
        BasketStarts = Section((playlists + 1) * sizeof(long));
        Entries = Section(entries * sizeof(int));
        OccurrenceStarts = Section((tracks + 1) * sizeof(long));
        Occurrences = Section(entries * sizeof(int));
        Length = at;

        long Section(long bytes)
        {
            var start = at;
            at = (at + bytes + Alignment - 1) / Alignment * Alignment;
            return start;
        }
    }

    /// <summary>Ids by place, each as two 64-bit numbers, the high one first.</summary>
    public long Ids { get; }

    /// <summary>Ranks by place, 32 bits.</summary>
    public long Ranks { get; }

    /// <summary>Places by rank, 32 bits.</summary>
    public long Places { get; }

    /// <summary>By place, 64 bits: entries of all playlists that hold the track, which is the work of its row.</summary>
    public long Events { get; }

    /// <summary>By playlist, 64 bits: where its entries start, and the end of the last.</summary>
    public long BasketStarts { get; }

    /// <summary>Ranks of the tracks of each playlist, ascending, 32 bits.</summary>
    public long Entries { get; }

    /// <summary>By rank, 64 bits: where a track's occurrences start, and the end of the last.</summary>
    public long OccurrenceStarts { get; }

    /// <summary>The playlists that hold each track, ascending, 32 bits.</summary>
    public long Occurrences { get; }

    public long Length { get; }
}
