using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Embedding;

/// <summary>The text of a track for embedding: <c>{artist} - {title} [{genres}]</c>, without brackets if it has no genre.</summary>
internal static class TrackText
{
    /// <summary>In characters; the rest of the text is ignored.</summary>
    public const int MaxLength = 1000;

    public static string Of(TrackDescription track)
    {
        var genres = track.Genres.Count == 0 ? "" : $" [{string.Join(", ", track.Genres)}]";
        var text = $"{track.Artist} - {track.Title}{genres}";
        if (text.Length <= MaxLength)
            return text;

        // Do not split a surrogate pair.
        return text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
