namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>The caller's name for a track cannot be read.</summary>
public sealed class MalformedNameException(string? text)
    : Exception($"'{Shorten(text)}' names no track: give a Spotify id (22 characters), a spotify:track: URI, an open.spotify.com link, an ISRC or an MBID.")
{
    private static string Shorten(string? text) => text is { Length: > 60 } ? text[..60] + "..." : text ?? "";
}

/// <summary>No store has what was asked for.</summary>
public sealed class NotKnownException(string message) : Exception(message);

/// <summary>A part of the request other than the track's name is out of its bounds.</summary>
public sealed class MalformedRequestException(string message) : Exception(message);
