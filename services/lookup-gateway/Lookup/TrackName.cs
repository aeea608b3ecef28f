using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>A caller's name for a track: exactly one of the three is set.</summary>
public sealed record TrackName(TrackId? Id, Isrc? Isrc, Mbid? Mbid)
{
    /// <summary>Longer names are rejected unread. Links with tracking parameters reach several hundred characters.</summary>
    private const int MaxLength = 1_000;
    private const int MaxQuoted = 60;

    /// <exception cref="MalformedNameException">The text is none of the forms.</exception>
    public static TrackName Parse(string? text)
    {
        if (text is null || text.Length > MaxLength)
            throw Malformed(text);
        if (SpotifyLink.TryParse(text, out var link))
            return link.Kind == "track" && TrackId.TryParse(link.Id, out TrackId linked) ? new TrackName(linked, null, null) : throw Malformed(text, link);
        var name = text.Trim();
        if (TrackId.TryParse(name, out TrackId id))
            return new TrackName(id, null, null);
        if (Music.Mbid.TryParse(name, out var mbid))
            return new TrackName(null, null, mbid);
        if (Music.Isrc.TryParse(name, out var isrc))
            return new TrackName(null, isrc, null);
        throw Malformed(text);
    }

    private static MalformedNameException Malformed(string? text, SpotifyLink? link = null)
    {
        var quoted = text is { Length: > MaxQuoted } ? text[..MaxQuoted] + "..." : text ?? "";
        var reason = link is null or { Kind: "track" } ? "is not a track name" : $"names {Article(link.Value.Kind)} {link.Value.Kind}, not a track";
        return new MalformedNameException(
            $"'{quoted}' {reason}: give a Spotify id (22 characters), a spotify:track: URI, an open.spotify.com/track link, an ISRC or an MBID.");
    }

    private static string Article(string kind) => kind[0] is 'a' or 'e' or 'i' or 'o' ? "an" : "a";
}
