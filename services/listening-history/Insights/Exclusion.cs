namespace SpotifyPlatform.ListeningHistory.Insights;

/// <summary>What insights leave out; the plays stay.</summary>
/// <param name="Value">The artist's name as plays write it, or a Spotify track URI.</param>
public sealed record Exclusion(ExcludedKind Kind, string Value)
{
    /// <summary>As the table <c>exclusions</c> names it.</summary>
    public string KindName => Kind == ExcludedKind.Artist ? "artist" : "track";
}

/// <summary>Stored as its name.</summary>
public enum ExcludedKind
{
    Artist,
    Track,
}
