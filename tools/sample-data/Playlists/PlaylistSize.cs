using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Playlists;

/// <summary>
/// Number of distinct tracks of a playlist, as the world's shape says; the first playlists are exactly at the platform's limits of 5 and
/// 500.
/// </summary>
internal static class PlaylistSize
{
    private const int LimitsFrom = 1_500; // tracks of a world that has playlists at the upper limit

    public static int Of(int index, SampleWorld world, ref Rng rng) => index switch
    {
        2 => 4,
        3 => 5,
        4 when world.TrackCount >= LimitsFrom => 500,
        5 when world.TrackCount >= LimitsFrom => 501,
        _ => (int)Math.Min(world.Shape.PlaylistTracks.At(rng.Unit()), Math.Max(8, world.TrackCount / 3)),
    };
}
