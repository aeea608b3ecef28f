using System.Text.Unicode;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>
/// Titles by their bytes, so that a row that names what an earlier one named allocates nothing. Starts anew when it is full. Any number
/// of threads may use it: they find titles without a lock.
/// </summary>
internal sealed class TitleTable
{
    private const int MaxTitles = 1 << 18;
    private const long MaxBytes = 64L << 20;

    private readonly Lock adding = new();
    private readonly TitleKeys keys = new();
    private Slot[] slots = new Slot[1 << 12];
    private int count;
    private long bytes;

    /// <summary>The title, or null where a text is not UTF-8.</summary>
    public Title? Get(PlayKind kind, PlaySource source, in TitleBytes texts)
    {
        var hash = texts.Hash;
        if (Find(Volatile.Read(ref slots), hash, kind, source, texts) is { } title)
            return title;
        if (!Utf8.IsValid(texts.Name) || !Utf8.IsValid(texts.Artist) || !Utf8.IsValid(texts.Album) || !Utf8.IsValid(texts.Uri))
            return null;
        lock (adding)
        {
            if (Find(slots, hash, kind, source, texts) is { } added)
                return added;
            title = new Title(kind, source, texts);
            Add(title, hash, texts);
            return title;
        }
    }

    private static Title? Find(Slot[] slots, ulong hash, PlayKind kind, PlaySource source, in TitleBytes texts)
    {
        for (var at = (int)hash & (slots.Length - 1); Volatile.Read(ref slots[at].Title) is { } title; at = (at + 1) & (slots.Length - 1))
        {
            ref var slot = ref slots[at];
            if (slot.Hash == hash && slot.Key.Is(kind, source, texts))
                return title;
        }

        return null;
    }

    private void Add(Title title, ulong hash, in TitleBytes texts)
    {
        if (count >= MaxTitles || bytes >= MaxBytes)
        {
            // A new array, because others may be searching the old one.
            Volatile.Write(ref slots, new Slot[slots.Length]);
            (count, bytes) = (0, 0);
        }
        else if (count * 2 >= slots.Length)
        {
            Grow();
        }

        Place(slots, new Slot { Title = title, Hash = hash, Key = keys.Add(title.Kind, title.Source, texts) });
        count++;
        bytes += (4 * texts.Length) + 200;
    }

    private void Grow()
    {
        var larger = new Slot[slots.Length * 2];
        foreach (var slot in slots)
            if (slot.Title is not null)
                Place(larger, slot);
        Volatile.Write(ref slots, larger);
    }

    /// <summary>The title comes last: whoever sees it sees its hash and key.</summary>
    private static void Place(Slot[] slots, Slot slot)
    {
        var at = (int)slot.Hash & (slots.Length - 1);
        while (slots[at].Title is not null)
            at = (at + 1) & (slots.Length - 1);
        (slots[at].Hash, slots[at].Key) = (slot.Hash, slot.Key);
        Volatile.Write(ref slots[at].Title, slot.Title);
    }

    private struct Slot
    {
        public Title? Title;
        public ulong Hash;
        public TitleKeys.Key Key;
    }
}
