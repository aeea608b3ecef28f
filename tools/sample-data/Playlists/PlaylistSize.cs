using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.Playlists;

/// <summary>
/// Number of distinct tracks of a playlist: mostly dozens, some outside the platform's limits of 5 and 500, and the first
/// playlists exactly at those limits.
/// </summary>
internal static class PlaylistSize
{
    public static int Of(int index, int tracks, ref Rng rng) => index switch
    {
        2 => 4,
        3 => 5,
        4 when tracks >= 1_500 => 500,
        5 when tracks >= 1_500 => 501,
        _ => rng.Below(1000) switch
        {
            < 30 => rng.Between(1, 4),
            < 38 when tracks >= 1_500 => rng.Between(501, 640),
            < 80 => rng.Between(200, 500),
            _ => 8 + (int)(260 * Pow4(rng.Unit())),
        },
    };

    private static double Pow4(double x) => x * x * x * x;
}
