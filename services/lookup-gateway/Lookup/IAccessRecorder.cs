using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>Records which tracks were answered, from whatever source or cache. May drop records; never waits and never throws.</summary>
public interface IAccessRecorder
{
    void Record(TrackId track);
}
