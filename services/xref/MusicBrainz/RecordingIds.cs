namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>
/// A set of recording ids as a bit map. MusicBrainz numbers its rows from 1 (about 40 million recordings, so 5 MB); pages limit the
/// memory for arbitrary positive ids to 256 MB.
/// </summary>
internal sealed class RecordingIds
{
    private const int PageBits = 15;
    private readonly Dictionary<int, ulong[]> pages = [];

    public void Add(int id)
    {
        if (!pages.TryGetValue(id >> PageBits, out var page))
            pages[id >> PageBits] = page = new ulong[1 << (PageBits - 6)];
        page[Word(id)] |= 1UL << id;
    }

    public bool Contains(int id) => pages.TryGetValue(id >> PageBits, out var page) && (page[Word(id)] & (1UL << id)) != 0;

    private static int Word(int id) => (id & ((1 << PageBits) - 1)) >> 6;
}
