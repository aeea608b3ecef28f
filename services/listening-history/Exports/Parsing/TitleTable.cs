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
    private Title?[] entries = new Title?[1 << 12];
    private int count;
    private long bytes;

    /// <summary>The title, or null where a text is not UTF-8.</summary>
    public Title? Get(PlayKind kind, PlaySource source, in TitleBytes texts)
    {
        var hash = texts.Hash;
        if (Find(Volatile.Read(ref entries), hash, kind, source, texts) is { } title)
            return title;
        if (!Utf8.IsValid(texts.Name) || !Utf8.IsValid(texts.Artist) || !Utf8.IsValid(texts.Album) || !Utf8.IsValid(texts.Uri))
            return null;
        lock (adding)
        {
            if (Find(entries, hash, kind, source, texts) is { } added)
                return added;
            title = new Title(kind, source, texts, hash);
            Add(title);
            return title;
        }
    }

    private static Title? Find(Title?[] entries, ulong hash, PlayKind kind, PlaySource source, in TitleBytes texts)
    {
        for (var slot = (int)hash & (entries.Length - 1); Volatile.Read(ref entries[slot]) is { } entry; slot = (slot + 1) & (entries.Length - 1))
            if (entry.Hash == hash && entry.Is(kind, source, texts))
                return entry;
        return null;
    }

    private void Add(Title title)
    {
        if (count >= MaxTitles || bytes >= MaxBytes)
        {
            // A new array, because others may be searching the old one.
            Volatile.Write(ref entries, new Title?[entries.Length]);
            (count, bytes) = (0, 0);
        }
        else if (count * 2 >= entries.Length)
        {
            Grow();
        }

        Place(entries, title);
        count++;
        bytes += title.Bytes;
    }

    private void Grow()
    {
        var larger = new Title?[entries.Length * 2];
        foreach (var entry in entries)
            if (entry is not null)
                Place(larger, entry);
        Volatile.Write(ref entries, larger);
    }

    private static void Place(Title?[] entries, Title title)
    {
        var slot = (int)title.Hash & (entries.Length - 1);
        while (entries[slot] is not null)
            slot = (slot + 1) & (entries.Length - 1);
        Volatile.Write(ref entries[slot], title);
    }
}
