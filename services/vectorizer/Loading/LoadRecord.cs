namespace SpotifyPlatform.Vectorizer.Loading;

/// <summary>What an index of another process may hold.</summary>
/// <param name="Generations">Ids of the generations of table vectors of which it may hold points.</param>
/// <param name="IsComplete">Whether the last load has ended; otherwise points of each generation may be there or missing.</param>
internal sealed record LoadRecord(IReadOnlyList<string> Generations, bool IsComplete)
{
    /// <summary>Before the first load.</summary>
    public static LoadRecord None { get; } = new([], false);

    /// <summary>The generation that the index holds, the whole of it and no other; null where that is not certain.</summary>
    public string? Held => IsComplete && Generations is [var only] ? only : null;
}
