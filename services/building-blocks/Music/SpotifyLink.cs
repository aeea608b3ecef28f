using System.Diagnostics.CodeAnalysis;

namespace SpotifyPlatform.Music;

/// <summary>A Spotify URI or link as clients copy it, such as <c>spotify:track:ID</c> or <c>https://open.spotify.com/intl-de/track/ID?si=...</c>.</summary>
/// <param name="Kind">Lower case: <c>track</c>, <c>album</c>, <c>artist</c>, <c>playlist</c>, ...</param>
/// <param name="Id">As written, not checked.</param>
public readonly record struct SpotifyLink(string Kind, string Id)
{
    private const int MaxKindLength = 20;

    private static readonly string[] Hosts = ["open.spotify.com", "play.spotify.com", "embed.spotify.com", "www.spotify.com", "spotify.com"];
    private static readonly string[] Schemes = ["https://", "http://", "//"];

    /// <summary>Reads a URI or link to anything that Spotify has. Text around it may be white space or angle brackets; query and fragment are ignored.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SpotifyLink link)
    {
        link = default;
        var rest = text.AsSpan().Trim().TrimStart('<').TrimEnd('>').Trim();
        if (rest.StartsWith("spotify:", StringComparison.OrdinalIgnoreCase))
            return TryRead(rest["spotify:".Length..].TrimStart('/'), ":/", out link);
        foreach (var scheme in Schemes)
            if (rest.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                rest = rest[scheme.Length..];
                break;
            }

        foreach (var host in Hosts)
            if (rest.StartsWith(host, StringComparison.OrdinalIgnoreCase) && rest[host.Length..] is ['/' or '?' or ':', ..] path)
                return TryReadPath(path, out link);
        return false;
    }

    /// <summary>The older embed link carries the URI as a parameter: <c>embed?uri=spotify:track:ID</c>.</summary>
    private static bool TryReadPath(ReadOnlySpan<char> path, out SpotifyLink link)
    {
        var query = path.IndexOf("?uri=", StringComparison.Ordinal);
        if (query >= 0 && TryParse(Uri.UnescapeDataString(path[(query + "?uri=".Length)..].ToString()), out link))
            return true;
        if (path[0] == ':' && path.IndexOf('/') is var slash and > 0) // A port.
            path = path[slash..];
        return TryRead(path, "/", out link);
    }

    /// <summary>Kind and id are the first two parts after the language (<c>intl-de</c>) and <c>embed</c>.</summary>
    private static bool TryRead(ReadOnlySpan<char> path, ReadOnlySpan<char> separators, out SpotifyLink link)
    {
        link = default;
        if (path.IndexOfAny('?', '#', '&') is var end and >= 0)
            path = path[..end];
        var kind = NextPart(ref path, separators);
        while (kind.StartsWith("intl-", StringComparison.OrdinalIgnoreCase) || kind.StartsWith("embed", StringComparison.OrdinalIgnoreCase))
            kind = NextPart(ref path, separators);
        var id = NextPart(ref path, separators);
        if (kind.Length is 0 or > MaxKindLength || id.Length == 0)
            return false;
        link = new SpotifyLink(kind.ToString().ToLowerInvariant(), id.ToString());
        return true;
    }

    private static ReadOnlySpan<char> NextPart(ref ReadOnlySpan<char> path, ReadOnlySpan<char> separators)
    {
        path = path.TrimStart(separators);
        var end = path.IndexOfAny(separators);
        var part = end < 0 ? path : path[..end];
        path = path[part.Length..];
        return part;
    }
}
