using SpotifyPlatform.SampleData.Chance;

namespace SpotifyPlatform.SampleData.Playlists;

/// <summary>
/// How many different tracks a playlist holds: mostly dozens, with some below and above the platform's 5 and 500, and the first
/// lists exactly at those bounds.
/// </summary>
internal static class PlaylistSize
{
    public static int Of(int index, int tracks, ref Dice dice) => index switch
    {
        2 => 4,
        3 => 5,
        4 when tracks >= 1_500 => 500,
        5 when tracks >= 1_500 => 501,
        _ => dice.Below(1000) switch
        {
            < 30 => dice.Between(1, 4),
            < 38 when tracks >= 1_500 => dice.Between(501, 640),
            < 80 => dice.Between(200, 500),
            _ => 8 + (int)(260 * Fourth(dice.Unit())),
        },
    };

    private static double Fourth(double x) => x * x * x * x;
}
