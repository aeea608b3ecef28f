using System.Text.Unicode;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>Titles by their bytes, so that a row that names what an earlier one named allocates nothing. Starts anew when it is full.</summary>
internal sealed class TitleTable
{
    private const int MaxTitles = 1 << 18;
    private const long MaxBytes = 64L << 20;

    private Title?[] entries = new Title?[1 << 12];
    private ulong[] hashes = new ulong[1 << 12];
    private int count;
    private long bytes;

    /// <summary>The title, or null where a text is not UTF-8.</summary>
    public Title? Get(ContentKind kind, PlaySource source, in TitleBytes texts)
    {
        var hash = texts.Hash;
        var slot = (int)hash & (entries.Length - 1);
        for (; entries[slot] is { } entry; slot = (slot + 1) & (entries.Length - 1))
            if (hashes[slot] == hash && entry.Is(kind, source, texts))
                return entry;
        if (!Utf8.IsValid(texts.Name) || !Utf8.IsValid(texts.Artist) || !Utf8.IsValid(texts.Album) || !Utf8.IsValid(texts.Uri))
            return null;
        var title = new Title(kind, source, texts);
        Add(title, hash);
        return title;
    }

    private void Add(Title title, ulong hash)
    {
        if (count >= MaxTitles || bytes >= MaxBytes)
        {
            entries.AsSpan().Clear();
            (count, bytes) = (0, 0);
        }
        else if (count * 2 >= entries.Length)
        {
            Grow();
        }

        Place(entries, hashes, title, hash);
        count++;
        bytes += title.Bytes;
    }

    private void Grow()
    {
        var (larger, largerHashes) = (new Title?[entries.Length * 2], new ulong[entries.Length * 2]);
        for (var i = 0; i < entries.Length; i++)
            if (entries[i] is { } entry)
                Place(larger, largerHashes, entry, hashes[i]);
        (entries, hashes) = (larger, largerHashes);
    }

    private static void Place(Title?[] entries, ulong[] hashes, Title title, ulong hash)
    {
        var slot = (int)hash & (entries.Length - 1);
        while (entries[slot] is not null)
            slot = (slot + 1) & (entries.Length - 1);
        (entries[slot], hashes[slot]) = (title, hash);
    }
}
