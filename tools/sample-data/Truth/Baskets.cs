using System.Collections;
using SpotifyPlatform.SampleData.Playlists;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Truth;

/// <summary>
/// The playlists that are mined: 5 to 500 distinct tracks after episodes, local files and rows without a track are removed.
/// Popularity is not considered here. Only playlists with one of the seeds are kept in memory.
/// </summary>
internal sealed class Baskets
{
    public const int Smallest = 5;
    public const int Largest = 500;
    private readonly SampleWorld world;
    private readonly PlaylistFactory playlists;
    private readonly List<int[]> kept = [];
    private readonly Dictionary<int, List<int>> holders = [];
    private readonly Dictionary<int, int> counts = [];

    /// <param name="isSeed">Whether the playlists with a track are asked for.</param>
    public Baskets(SampleWorld world, PlaylistFactory playlists, Func<int, bool> isSeed)
    {
        (this.world, this.playlists) = (world, playlists);
        var distinct = new BitArray(world.TrackCount);
        foreach (var basket in All())
        {
            Count++;
            var seeds = Array.FindAll(basket, track => isSeed(track));
            foreach (var track in seeds)
            {
                if (!holders.TryGetValue(track, out var list))
                    holders.Add(track, list = []);
                list.Add(kept.Count);
            }

            if (seeds.Length > 0)
                kept.Add(basket);
            foreach (var track in basket)
            {
                DistinctTracks += distinct[track] ? 0 : 1;
                distinct[track] = true;
            }
        }

        CountTracks();
    }

    /// <summary>N: playlists that are mined.</summary>
    public int Count { get; private set; }

    /// <summary>Different tracks in them.</summary>
    public int DistinctTracks { get; private set; }

    /// <summary>Seeds that are in a mined playlist.</summary>
    public ICollection<int> Seeds => holders.Keys;

    /// <param name="basket">A number of <see cref="PlaylistsWith"/>.</param>
    public int[] this[int basket] => kept[basket];

    /// <summary>Mined playlists that contain a seed.</summary>
    public IReadOnlyList<int> PlaylistsWith(int seed) => holders.TryGetValue(seed, out var list) ? list : [];

    /// <summary>The number of mined playlists that contain a track, which shares one with a seed.</summary>
    public int CountOf(int track) => counts[track];

    private void CountTracks()
    {
        foreach (var track in kept.SelectMany(basket => basket))
            counts[track] = 0;
        foreach (var track in All().SelectMany(basket => basket))
        {
            ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(counts, track);
            if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref count))
                count++;
        }
    }

    private IEnumerable<int[]> All() => Enumerable.Range(0, world.Options.Playlists)
        .Select(index => playlists.Create(index).Basket().ToArray())
        .Where(basket => basket.Length is >= Smallest and <= Largest);
}
