using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Embedding;

/// <summary>What is embedded of a track: <c>{artist} - {title} [{genres}]</c>, without the brackets where it has no genre.</summary>
internal static class TrackText
{
    /// <summary>Characters; what is behind them does not change a vector.</summary>
    public const int MaxLength = 1000;

    public static string Of(TrackDescription track)
    {
        var genres = track.Genres.Count == 0 ? "" : $" [{string.Join(", ", track.Genres)}]";
        var text = $"{track.Artist} - {track.Title}{genres}";
        if (text.Length <= MaxLength)
            return text;

        // Not between the halves of a surrogate pair.
        return text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
