namespace SpotifyPlatform.Tables.Generations;

/// <summary>The result of a unit of work; written once its parts are in the store.</summary>
internal sealed record UnitResult
{
    public required IReadOnlyList<TableStore.Part> Parts { get; init; }

    public required SortedDictionary<string, long> Counts { get; init; }

    public required SortedDictionary<string, long> LeftOut { get; init; }

    public SortedDictionary<string, IReadOnlyList<string>> Positions { get; init; } = new(StringComparer.Ordinal);
}
