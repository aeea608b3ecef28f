using SpotifyPlatform.SampleData.Chance;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Playlists;

/// <summary>
/// Draws tracks the way people meet them: by genre, by scene within it (three circles of artists whose listeners overlap), and the
/// popular ones far more often.
/// </summary>
internal sealed class TrackSampler
{
    public const int Scenes = 3;
    private readonly List<int>[] tracks;
    private readonly List<double>[] reach;

    public TrackSampler(SampleWorld world)
    {
        var pools = Genres.All.Length * Scenes;
        tracks = [.. Enumerable.Range(0, pools).Select(_ => new List<int>())];
        reach = [.. Enumerable.Range(0, pools).Select(_ => new List<double>())];
        for (var track = 0; track < world.TrackCount; track++)
        {
            var pool = world.GenreOf(track) * Scenes + SceneOf(world.ArtistOf(track));
            var weight = (world.PopularityOf(track) + 1.0) * (world.PopularityOf(track) + 1.0);
            tracks[pool].Add(track);
            reach[pool].Add(weight + (reach[pool].Count == 0 ? 0 : reach[pool][^1]));
        }
    }

    /// <summary>A track of a scene, or -1 when the scene is empty.</summary>
    public int FromScene(int genre, int scene, ref Dice dice)
    {
        var pool = genre * Scenes + scene;
        if (tracks[pool].Count == 0)
            return -1;
        var found = reach[pool].BinarySearch(dice.Unit() * reach[pool][^1]);
        return tracks[pool][Math.Min(found < 0 ? ~found : found, tracks[pool].Count - 1)];
    }

    public int FromGenre(int genre, ref Dice dice) => FromScene(genre, dice.Below(Scenes), ref dice);

    /// <summary>A track that the mainstream knows: the better of two draws from anywhere.</summary>
    public int FromCharts(SampleWorld world, ref Dice dice)
    {
        var one = FromGenre(dice.Below(Genres.All.Length), ref dice);
        var other = FromGenre(dice.Below(Genres.All.Length), ref dice);
        return one < 0 || (other >= 0 && world.PopularityOf(other) > world.PopularityOf(one)) ? other : one;
    }

    private static int SceneOf(int artist) => artist * 7 % Scenes;
}
