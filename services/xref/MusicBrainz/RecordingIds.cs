using System.Numerics;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>
/// A set of recording ids as a bit map. MusicBrainz numbers its rows from 1 (about 40 million recordings, so 6 MB); pages limit the
/// memory for arbitrary positive ids to 320 MB.
/// </summary>
internal sealed class RecordingIds
{
    private const int PageBits = 15;
    private readonly SortedDictionary<int, Page> pages = [];

    public void Add(int id)
    {
        if (!pages.TryGetValue(id >> PageBits, out var page))
            pages[id >> PageBits] = page = new Page();
        page.Words[Word(id)] |= 1UL << id;
    }

    public bool Contains(int id) => pages.TryGetValue(id >> PageBits, out var page) && (page.Words[Word(id)] & (1UL << id)) != 0;

    /// <summary>Counts the ids, so that each has an index; none is added later.</summary>
    public long Index()
    {
        var before = 0L;
        foreach (var page in pages.Values)
        {
            page.Before = before;
            var within = 0;
            for (var word = 0; word < page.Words.Length; word++)
            {
                page.Within[word] = (ushort)within;
                within += BitOperations.PopCount(page.Words[word]);
            }

            before += within;
        }

        return before;
    }

    /// <summary>How many lower ids there are; of an id that is in the set.</summary>
    public long IndexOf(int id)
    {
        var page = pages[id >> PageBits];
        return page.Before + page.Within[Word(id)] + BitOperations.PopCount(page.Words[Word(id)] & ((1UL << id) - 1));
    }

    private static int Word(int id) => (id & ((1 << PageBits) - 1)) >> 6;

    private sealed class Page
    {
        public ulong[] Words { get; } = new ulong[1 << (PageBits - 6)];

        /// <summary>Ids of the page before each word.</summary>
        public ushort[] Within { get; } = new ushort[1 << (PageBits - 6)];

        /// <summary>Ids of earlier pages.</summary>
        public long Before { get; set; }
    }
}
