using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Playlists;

internal enum ListenerProfileKind
{
    /// <summary>A scene of one genre and some of the rest of that genre.</summary>
    Genre,

    /// <summary>Two related genres.</summary>
    Related,

    /// <summary>Popular tracks of all genres.</summary>
    Charts,
}

/// <summary>The kind of tracks that a playlist's owner adds.</summary>
/// <param name="Other">The related genre; the same genre unless the kind is Related.</param>
internal readonly record struct ListenerProfile(ListenerProfileKind Kind, int Genre, int Scene, int Other)
{
    public static ListenerProfile Of(int genre, TrackSampler sampler, ref Rng rng)
    {
        var related = Genres.IndexOf(Genres.All[genre].Neighbour);
        var scene = rng.Below(sampler.ScenesOf(genre));
        return rng.Below(100) switch
        {
            < 12 => new(ListenerProfileKind.Charts, genre, scene, genre),
            < 36 => new(ListenerProfileKind.Related, genre, scene, related),
            _ => new(ListenerProfileKind.Genre, genre, scene, genre),
        };
    }

    /// <summary>Index of a matching track, or -1 if there is none.</summary>
    public int PickTrack(TrackSampler sampler, ref Rng rng) => (Kind, rng.Below(10)) switch
    {
        (ListenerProfileKind.Charts, _) => sampler.FromCharts(ref rng),
        (_, 0) => sampler.FromCharts(ref rng),
        (ListenerProfileKind.Related, < 5) => sampler.FromScene(Other, Scene, ref rng),
        (_, < 8) => sampler.FromScene(Genre, Scene, ref rng),
        _ => sampler.FromNearby(Genre, Scene, ref rng),
    };
}
