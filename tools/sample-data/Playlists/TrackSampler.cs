using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Playlists;

/// <summary>
/// Samples tracks by genre and by scene within it (blocks of artists with the same listeners); popular tracks are chosen far more often.
/// </summary>
internal sealed class TrackSampler
{
    /// <summary>The fewest scenes of a genre, and how many overlap.</summary>
    public const int Scenes = 3;
    private readonly SampleWorld world;
    private readonly Scene[][] scenes;

    public TrackSampler(SampleWorld world)
    {
        this.world = world;
        scenes = [.. Enumerable.Range(0, Genres.All.Length).Select(genre =>
        {
            var blocks = world.BlocksOf(genre).ToArray();
            var count = Math.Max(Scenes, blocks.Length / world.Shape.BlocksPerScene);
            return Enumerable.Range(0, count).Select(scene => new Scene(world, [.. blocks.Where((_, place) => place % count == scene)])).ToArray();
        })];
    }

    /// <summary>Scenes of a genre, which are numbered from 0.</summary>
    public int ScenesOf(int genre) => scenes[genre].Length;

    /// <summary>A track of a scene, or -1 when the scene is empty.</summary>
    /// <param name="scene">From 0; above the genre's scenes it starts again.</param>
    public int FromScene(int genre, int scene, ref Rng rng) => scenes[genre][scene % scenes[genre].Length].Pick(world, ref rng);

    /// <summary>A track of a scene or of those beside it.</summary>
    public int FromNearby(int genre, int scene, ref Rng rng) => FromScene(genre, scene + rng.Below(Scenes), ref rng);

    /// <summary>The more popular of two samples from the first scenes of all genres.</summary>
    public int FromCharts(ref Rng rng)
    {
        var one = FromNearby(rng.Below(Genres.All.Length), 0, ref rng);
        var other = FromNearby(rng.Below(Genres.All.Length), 0, ref rng);
        return one < 0 || (other >= 0 && world.PopularityOf(other) > world.PopularityOf(one)) ? other : one;
    }

    private sealed class Scene
    {
        private readonly int[] blocks;
        private readonly double[] reach;

        public Scene(SampleWorld world, int[] blocks)
        {
            this.blocks = blocks;
            var sum = 0.0;
            reach = [.. blocks.Select(block => sum += world.Blocks[block].Reach)];
        }

        public int Pick(SampleWorld world, ref Rng rng)
        {
            if (blocks.Length == 0)
                return -1;
            var point = rng.Unit() * reach[^1];
            var found = Array.BinarySearch(reach, point);
            var place = Math.Min(found < 0 ? ~found : found, blocks.Length - 1);
            return world.Blocks[blocks[place]].TrackAt(point - (place == 0 ? 0 : reach[place - 1]));
        }
    }
}
