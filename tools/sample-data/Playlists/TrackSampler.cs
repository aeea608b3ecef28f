using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Playlists;

/// <summary>
/// Samples tracks by genre and by scene within it (three groups of artists with overlapping listeners); popular tracks are chosen
/// far more often.
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
    public int FromScene(int genre, int scene, ref Rng rng)
    {
        var pool = genre * Scenes + scene;
        if (tracks[pool].Count == 0)
            return -1;
        var found = reach[pool].BinarySearch(rng.Unit() * reach[pool][^1]);
        return tracks[pool][Math.Min(found < 0 ? ~found : found, tracks[pool].Count - 1)];
    }

    public int FromGenre(int genre, ref Rng rng) => FromScene(genre, rng.Below(Scenes), ref rng);

    /// <summary>The more popular of two samples from all genres.</summary>
    public int FromCharts(SampleWorld world, ref Rng rng)
    {
        var one = FromGenre(rng.Below(Genres.All.Length), ref rng);
        var other = FromGenre(rng.Below(Genres.All.Length), ref rng);
        return one < 0 || (other >= 0 && world.PopularityOf(other) > world.PopularityOf(one)) ? other : one;
    }

    private static int SceneOf(int artist) => artist * 7 % Scenes;
}
