using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.CooccurrenceMiner.Tests;

/// <summary>A playlist of the tests: tracks by number, each with its popularity.</summary>
internal sealed record Playlist(IReadOnlyList<int> Tracks, Func<int, byte> Popularity)
{
    /// <summary>Ids whose order is not the order of the numbers: nothing may lean on it.</summary>
    public static TrackId Id(int track) => new(new UInt128(unchecked((ulong)track * 0x9E3779B97F4A7C15), (ulong)track));

    /// <summary>The next of these numbers, all distinct, and popular unless said otherwise.</summary>
    public static Playlist Of(params IEnumerable<int> tracks) => new([.. tracks], _ => 50);

    public Basket ToBasket()
    {
        var sorted = Tracks.OrderBy(Id).ToList();
        return new Basket(sorted.SelectMany(track => Id(track).ToKey()).ToArray(), sorted.Select(Popularity).ToArray());
    }

    /// <summary>Playlists of a small crowd: some tracks are everywhere, sizes are of all kinds.</summary>
    public static List<Playlist> Random(Random random, int playlists, int tracks, int maxSize)
    {
        var popularity = Enumerable.Range(0, tracks).Select(_ => (byte)random.Next(0, 25)).ToArray();
        return [.. Enumerable.Range(0, playlists).Select(_ => new Playlist(Draw(random, tracks, random.Next(0, maxSize + 1)), track => popularity[track]))];
    }

    private static List<int> Draw(Random random, int tracks, int size)
    {
        var drawn = new HashSet<int>();
        while (drawn.Count < Math.Min(size, tracks))
            drawn.Add((int)(tracks * Math.Pow(random.NextDouble(), 2)));
        return [.. drawn];
    }
}
