namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>Reads <c>spotify:local:Artist:Album:Title:seconds</c>, whose parts are form-encoded but may hold plain colons all the same.</summary>
internal static class LocalUri
{
    public static (string? Title, string? Artist, string? Album) Names(string uri)
    {
        var parts = uri.Split(':');
        return parts.Length < 6
            ? default
            : (Decode(parts[^2]), Decode(parts[2]), Decode(string.Join(':', parts[3..^2])));
    }

    private static string? Decode(string part) => part.Length == 0 ? null : Uri.UnescapeDataString(part.Replace('+', ' '));
}
