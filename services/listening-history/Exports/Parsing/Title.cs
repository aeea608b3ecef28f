using System.Text;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>What rows name, shared by all rows that name the same. A table of them lives as long as an import.</summary>
internal sealed class Title
{
    public Title(PlayKind kind, PlaySource source, in TitleBytes bytes)
    {
        (Kind, Source) = (kind, source);
        (Name, Artist, Album, Uri) = (Text(bytes.Name), Text(bytes.Artist), Text(bytes.Album), Text(bytes.Uri));
        if (kind == PlayKind.Local && Name is null)
            (Name, Artist, Album) = LocalUri.Names(Uri!);
    }

    public PlayKind Kind { get; }

    public PlaySource Source { get; }

    public string? Name { get; }

    public string? Artist { get; }

    public string? Album { get; }

    public string? Uri { get; }

    /// <summary>What identifies the item in an account: the URI, else the names; a short export's names are apart from all others.</summary>
    public string ItemKey => Source == PlaySource.AccountData
        ? $"short\0{Kind}\0{Artist}\0{Album}\0{Name}"
        : Uri ?? $"names\0{Artist}\0{Album}\0{Name}";

    /// <summary>The store's number of the title, once it gave one. Only the store's writer touches it.</summary>
    public long StoredId { get; set; }

    /// <inheritdoc cref="StoredId"/>
    public long StoredItemId { get; set; }

    /// <summary>An escaped NUL is replaced: SQLite's texts end at one.</summary>
    private static string? Text(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? null : Encoding.UTF8.GetString(bytes).Replace('\0', '\uFFFD');
}

/// <summary>The names and URI of a row as they stand in its file; empty where there is none.</summary>
internal readonly ref struct TitleBytes
{
    public ReadOnlySpan<byte> Name { get; init; }

    public ReadOnlySpan<byte> Artist { get; init; }

    public ReadOnlySpan<byte> Album { get; init; }

    public ReadOnlySpan<byte> Uri { get; init; }

    public bool IsEmpty => Name.IsEmpty && Artist.IsEmpty && Album.IsEmpty && Uri.IsEmpty;

    public int Length => Name.Length + Artist.Length + Album.Length + Uri.Length;

    public int Longest => Math.Max(Math.Max(Name.Length, Artist.Length), Math.Max(Album.Length, Uri.Length));

    /// <summary>Over the URI where there is one; names only where there is none.</summary>
    public ulong Hash => Uri.IsEmpty ? Utf8Hash.Of(Name, Utf8Hash.Of(Artist, Utf8Hash.Of(Album))) : Utf8Hash.Of(Uri);
}
