using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>How a caller names a track: exactly one of the three is set.</summary>
public sealed record TrackName(TrackId? Id, Isrc? Isrc, Mbid? Mbid)
{
    /// <summary>Longer names are refused unread; a link with its query is shorter.</summary>
    private const int MaxLength = 200;

    /// <exception cref="MalformedNameException">The text is none of the forms.</exception>
    public static TrackName Parse(string? text)
    {
        if (text is null || text.Length > MaxLength)
            throw new MalformedNameException(text);
        if (TrackId.TryParseAny(text, out var id))
            return new TrackName(id, null, null);
        if (Music.Mbid.TryParse(text.Trim(), out var mbid))
            return new TrackName(null, null, mbid);
        if (Music.Isrc.TryParse(text.Trim(), out var isrc))
            return new TrackName(null, isrc, null);
        throw new MalformedNameException(text);
    }
}
