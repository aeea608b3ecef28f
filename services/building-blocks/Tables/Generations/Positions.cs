namespace SpotifyPlatform.Tables.Generations;

/// <summary>Where rows and values were left out, by reason: the first few of each, so that a damaged source of any size fills no manifest.</summary>
internal sealed class Positions
{
    private readonly SortedDictionary<string, List<string>> first = new(StringComparer.Ordinal);

    public SortedDictionary<string, IReadOnlyList<string>> All => new(first.ToDictionary(at => at.Key, at => (IReadOnlyList<string>)at.Value), StringComparer.Ordinal);

    public void Add(string reason, IEnumerable<string> positions)
    {
        foreach (var position in positions)
        {
            if (!first.TryGetValue(reason, out var known))
                first.Add(reason, known = []);
            if (known.Count == TableWriter.MaxPositions)
                return;
            known.Add(position);
        }
    }
}
