using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>Caches titles and labels by number; cleared when it is full.</summary>
internal sealed class StoredTitles(SqliteConnection connection)
{
    private const int MaxCached = 1 << 17;
    private readonly Dictionary<long, StoredTitle> titles = [];
    private readonly Dictionary<long, string?> labels = [];

    public StoredTitle Get(long titleId)
    {
        if (titles.TryGetValue(titleId, out var title))
            return title;
        if (titles.Count >= MaxCached)
            titles.Clear();
        using var row = new RawStatement(
            connection, "SELECT t.name, t.artist, t.album, t.uri, i.digest FROM title t JOIN item i USING(item_id) WHERE t.title_id = ?");
        row.Bind(1, titleId).Step();
        return titles[titleId] = new StoredTitle(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Long(4));
    }

    public string? Label(long labelId)
    {
        if (labelId == 0)
            return null;
        if (labels.TryGetValue(labelId, out var label))
            return label;
        if (labels.Count >= MaxCached)
            labels.Clear();
        using var row = new RawStatement(connection, "SELECT value FROM label WHERE label_id = ?");
        return labels[labelId] = row.Bind(1, labelId).Step() ? row.Text(0) : null;
    }
}

/// <summary>What a row names.</summary>
/// <param name="ItemDigest">A hash of the item, the same in every database.</param>
internal sealed record StoredTitle(string? Name, string? Artist, string? Album, string? Uri, long ItemDigest)
{
    /// <summary>The same URI, or the same artist and title under another: Spotify relinks tracks.</summary>
    public bool IsSameRecording(StoredTitle other) =>
        (Uri is not null && Uri == other.Uri)
        || (Name is not null && Artist is not null && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase)
            && string.Equals(Artist, other.Artist, StringComparison.OrdinalIgnoreCase));
}
