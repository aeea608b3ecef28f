namespace SpotifyPlatform.Lake.Candidates;

/// <param name="Id">Null for an artist that is known by name alone.</param>
public sealed record ArtistToEnrich(string? Id, string Name);

public enum EnrichmentMode
{
    /// <summary>Every artist without enrichment.</summary>
    Backfill,

    /// <summary>Those that were discovered in the last 7 days.</summary>
    Incremental,
}
