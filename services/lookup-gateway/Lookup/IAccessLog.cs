using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>Takes note of which tracks are asked for. It may lose a note; it never waits and never fails.</summary>
public interface IAccessLog
{
    void Note(TrackId track);
}
