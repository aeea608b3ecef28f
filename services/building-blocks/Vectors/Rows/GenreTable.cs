namespace SpotifyPlatform.Vectors.Rows;

/// <summary>
/// The distinct sets of genres of the rows. A row stores the number of its set, so a filter is evaluated once per set and costs one look-up per
/// row. Set 0 is empty.
/// </summary>
internal sealed class GenreTable
{
    private readonly Dictionary<string, int> genres = new(StringComparer.Ordinal);
    private readonly List<List<int>> setsOf = [];
    private readonly Dictionary<string, int> sets = new(StringComparer.Ordinal);
    private readonly List<int[]> members = [];

    public GenreTable() => Intern([]);

    public int Sets => members.Count;

    /// <summary>By number.</summary>
    public IReadOnlyList<string> Names { get; } = new List<string>();

    public IReadOnlyList<int> Members(int set) => members[set];

    /// <summary>The number of the set of these genres, whatever their order.</summary>
    public int Intern(IEnumerable<string> names)
    {
        var distinct = names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var key = string.Join('\0', distinct);
        if (!sets.TryGetValue(key, out var set))
        {
            set = members.Count;
            sets.Add(key, set);
            members.Add(Array.ConvertAll(distinct, Genre));
            foreach (var genre in members[set])
                setsOf[genre].Add(set);
        }

        return set;
    }

    /// <summary>1 for each set that contains one of the genres.</summary>
    public byte[] SetsWithAny(IEnumerable<string> any)
    {
        var matches = new byte[members.Count];
        foreach (var name in any)
            if (genres.TryGetValue(name, out var genre))
                foreach (var set in setsOf[genre])
                    matches[set] = 1;
        return matches;
    }

    private int Genre(string name)
    {
        if (!genres.TryGetValue(name, out var genre))
        {
            genre = genres.Count;
            genres.Add(name, genre);
            ((List<string>)Names).Add(name);
            setsOf.Add([]);
        }

        return genre;
    }
}
