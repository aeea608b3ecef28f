using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>Matches of Spotify tracks and MusicBrainz recordings.</summary>
public interface IXrefStore
{
    /// <summary>The known tracks among the given ids, unordered; none before the first tracks were matched.</summary>
    Task<IReadOnlyList<TrackMatch>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>Tracks with this ISRC, the most popular first, then by id; several tracks may share one.</summary>
    Task<IReadOnlyList<TrackMatch>> FindByIsrcAsync(Isrc isrc, CancellationToken cancellationToken);

    /// <summary>
    /// Tracks matched to this recording, or to the one that it was merged into, whose MBID they then have; the most popular first, then by id.
    /// </summary>
    Task<IReadOnlyList<TrackMatch>> FindByMbidAsync(Mbid mbid, CancellationToken cancellationToken);

    /// <summary>All tracks of the catalogue by method; those without an ISRC have no match.</summary>
    Task<IReadOnlyDictionary<MatchMethod, long>> CountByMethodAsync(CancellationToken cancellationToken);
}

/// <param name="Confidence">0 to 1.</param>
public sealed record TrackMatch(TrackId Id, Isrc? Isrc, Mbid? Mbid, double Confidence, MatchMethod Method)
{
    public static TrackMatch None(TrackId id, Isrc? isrc) => new(id, isrc, null, 0, MatchMethod.NoMatch);
}

/// <summary>How a match was found, best last.</summary>
public enum MatchMethod
{
    /// <summary>Not found in MusicBrainz: confidence 0.</summary>
    NoMatch,

    /// <summary>MusicBrainz has a recording with this ISRC: confidence 1.</summary>
    IsrcExact,
}

/// <summary>The names of the methods on the wire and in counts.</summary>
public static class MatchMethods
{
    public static string Name(this MatchMethod method) => method switch
    {
        MatchMethod.IsrcExact => "isrc_exact",
        _ => "no_match",
    };
}
