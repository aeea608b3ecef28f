namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>The genres of an artist or a track: distinct, without empty ones, in ordinal order. Bounded.</summary>
internal sealed class GenreSet
{
    /// <summary>Real artists have some ten.</summary>
    private const int Max = 1_000;

    private readonly HashSet<string> genres = new(StringComparer.Ordinal);
    private long characters;
    private long beyond;

    /// <summary>Whether another genre would be left out.</summary>
    public bool IsFull => genres.Count == Max || characters > MessageBytes.MaxBytes;

    public void Clear()
    {
        genres.Clear();
        (characters, beyond) = (0, 0);
    }

    public void Add(string genre)
    {
        if (genre.Length == 0 || genres.Contains(genre))
            return;
        // Genres that are too large for a row already need not be completed.
        if (IsFull)
        {
            beyond++;
            return;
        }

        genres.Add(genre);
        characters += genre.Length;
    }

    public void Add(IReadOnlyList<string> more)
    {
        for (var i = 0; i < more.Count; i++)
            Add(more[i]);
    }

    /// <param name="invalid">Counts the genres beyond the limit.</param>
    public void WriteTo(MessageBytes message, int field, DropCounts invalid)
    {
        message.Texts(field, ToList());
        if (beyond > 0)
            invalid.Add(DropReasons.TooManyGenres, beyond);
    }

    public IReadOnlyList<string> ToList() => genres.Count == 0 ? [] : [.. genres.Order(StringComparer.Ordinal)];
}
