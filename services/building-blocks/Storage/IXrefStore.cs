using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>Which MusicBrainz recording a Spotify track is. Idempotent by track id.</summary>
public interface IXrefStore
{
    Task PutAsync(IReadOnlyList<TrackMatch> matches, CancellationToken cancellationToken);

    /// <summary>The known tracks among those asked for, in no order.</summary>
    Task<IReadOnlyList<TrackMatch>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>Tracks with this ISRC, in the order of their ids; several may share one.</summary>
    Task<IReadOnlyList<TrackMatch>> FindByIsrcAsync(Isrc isrc, CancellationToken cancellationToken);

    /// <summary>Tracks matched to this recording, in the order of their ids.</summary>
    Task<IReadOnlyList<TrackMatch>> FindByMbidAsync(Mbid mbid, CancellationToken cancellationToken);

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
    /// <summary>Known to Spotify alone: confidence 0.</summary>
    NoMatch,

    /// <summary>The ISRC stands in MusicBrainz: confidence 1.</summary>
    IsrcExact,
}

/// <summary>The names of the methods on the wire and in stores.</summary>
public static class MatchMethods
{
    public static string Name(this MatchMethod method) => method switch
    {
        MatchMethod.IsrcExact => "isrc_exact",
        _ => "no_match",
    };

    /// <exception cref="FormatException">No method has this name.</exception>
    public static MatchMethod Parse(string name) => name switch
    {
        "isrc_exact" => MatchMethod.IsrcExact,
        "no_match" => MatchMethod.NoMatch,
        _ => throw new FormatException($"'{name}' is no match method."),
    };
}
