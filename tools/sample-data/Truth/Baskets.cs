using SpotifyPlatform.SampleData.Playlists;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Truth;

/// <summary>
/// The playlists that are mined: 5 to 500 distinct tracks after episodes, local files and rows without a track are removed.
/// Popularity is not considered here.
/// </summary>
internal sealed class Baskets
{
    public const int Smallest = 5;
    public const int Largest = 500;
    private readonly List<int[]> kept = [];
    private readonly Dictionary<int, List<int>> holders = [];

    public Baskets(SampleWorld world, PlaylistFactory playlists)
    {
        for (var index = 0; index < world.Options.Playlists; index++)
        {
            int[] basket = [.. playlists.Create(index).Basket()];
            if (basket.Length is < Smallest or > Largest)
                continue;
            foreach (var track in basket)
            {
                if (!holders.TryGetValue(track, out var list))
                    holders.Add(track, list = []);
                list.Add(kept.Count);
            }

            kept.Add(basket);
        }
    }

    /// <summary>N: playlists kept.</summary>
    public int Count => kept.Count;

    public ICollection<int> Tracks => holders.Keys;

    public int[] this[int basket] => kept[basket];

    /// <summary>Kept playlists that contain a track.</summary>
    public IReadOnlyList<int> PlaylistsWith(int track) => holders.TryGetValue(track, out var list) ? list : [];
}
