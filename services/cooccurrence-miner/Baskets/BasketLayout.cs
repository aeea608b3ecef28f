namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>
/// Offsets of the sections of a basket file, each a multiple of 64 bytes. A track has two numbers: its ordinal in the order of ids, and
/// its rank by frequency: 0 for the track in most playlists, ties by id.
/// </summary>
internal sealed class BasketLayout
{
    private const long Alignment = 64;

    public BasketLayout(long tracks, long playlists, long entries)
    {
        var at = (long)BasketHeader.Bytes;
        Ids = Section(tracks * 16);
        Ranks = Section(tracks * sizeof(int));
        OrdinalsById = Section(tracks * sizeof(int));
        PairEvents = Section(tracks * sizeof(long));
        BasketStarts = Section((playlists + 1) * sizeof(long));
        Entries = Section(entries * sizeof(int));
        PostingStarts = Section((tracks + 1) * sizeof(long));
        Postings = Section(entries * sizeof(int));
        Length = at;

        long Section(long bytes)
        {
            var start = at;
            at = (at + bytes + Alignment - 1) / Alignment * Alignment;
            return start;
        }
    }

    /// <summary>Ids by ordinal, each as two 64-bit numbers, the high one first.</summary>
    public long Ids { get; }

    /// <summary>Ranks by ordinal, 32 bits.</summary>
    public long Ranks { get; }

    /// <summary>Ordinals by rank, 32 bits.</summary>
    public long OrdinalsById { get; }

    /// <summary>By ordinal, 64 bits: entries of all playlists that contain the track, which is the work of counting its row.</summary>
    public long PairEvents { get; }

    /// <summary>By playlist, 64 bits: index of its first entry; one more for the end.</summary>
    public long BasketStarts { get; }

    /// <summary>Ranks of the tracks of each playlist, ascending, 32 bits.</summary>
    public long Entries { get; }

    /// <summary>By rank, 64 bits: index of the track's first posting; one more for the end.</summary>
    public long PostingStarts { get; }

    /// <summary>The playlists that contain each track, ascending, 32 bits.</summary>
    public long Postings { get; }

    public long Length { get; }
}
