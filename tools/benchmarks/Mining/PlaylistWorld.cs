using System.Globalization;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Sqlite;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Benchmarks.Mining;

/// <summary>
/// Seeded playlists whose tracks follow Zipf's law. Half of a playlist comes from all tracks, half from a group of related tracks, so
/// that pairs repeat as in real playlists.
/// </summary>
/// <param name="MeanLength">Distinct tracks of a playlist; lengths go from a tenth of it to about four times.</param>
internal sealed record PlaylistWorld(int Playlists, int Tracks, int MeanLength, int Seed)
{
    /// <summary>As in the extractor: a batch stays below 256 KiB.</summary>
    private const int TracksInBatch = 14_000;
    private const double Exponent = 0.8;
    private const int Tastes = 500;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Playlists}-{Tracks}-{MeanLength}-{Seed}");

    public static string FileSha256 => new('a', 64);

    /// <summary>The id of a track, distributed like Spotify's ids and in the order of the numbers, so that other programs compute the same checksum.</summary>
    public TrackId Id(int track)
    {
        var mixed = ((ulong)track + 1) * 0x9E3779B97F4A7C15;
        var apart = ulong.MaxValue / (ulong)Tracks;
        return new TrackId(new UInt128((ulong)track * apart + (mixed ^ mixed >> 31) % apart, mixed));
    }

    /// <summary>Every playlist: distinct tracks by number, ascending. The same each time.</summary>
    public IEnumerable<int[]> All()
    {
        var random = new Random(Seed);
        var drawn = new HashSet<int>();
        for (var playlist = 0; playlist < Playlists; playlist++)
        {
            var length = Math.Clamp((int)(MeanLength * -Math.Log(1 - random.NextDouble()) * 0.55 + MeanLength * 0.45), 3, 600);
            var taste = random.Next(Tastes);
            drawn.Clear();
            for (var tries = 0; drawn.Count < length && tries < 20 * length; tries++)
                drawn.Add(random.Next(2) == 0 ? Zipf(random, Tracks) : OfTaste(taste, Zipf(random, Tracks / Tastes)));
            var tracks = drawn.ToArray();
            Array.Sort(tracks);
            yield return tracks;
        }
    }

    /// <summary>Stores the playlists as the miner's consumers do, unless they are stored already.</summary>
    public async Task WriteBasketsAsync(string path)
    {
        if (File.Exists(path))
            return;
        await WriteAsync(path + ".partial");
        File.Move(path + ".partial", path);
    }

    private async Task WriteAsync(string path)
    {
        using var store = new SqliteBasketStore(path);
        var (batches, entries, batch) = (0L, 0, new List<Basket>());
        foreach (var tracks in All())
        {
            if (entries + tracks.Length > TracksInBatch)
                await FlushAsync();
            entries += tracks.Length;
            batch.Add(ToBasket(tracks));
        }

        await FlushAsync();
        await store.AnnounceAsync(FileSha256, revision: 0, batches, CancellationToken.None);

        async Task FlushAsync()
        {
            await store.AddAsync(FileSha256, revision: 0, batches++, batch, CancellationToken.None);
            batch.Clear();
            entries = 0;
        }
    }

    private Basket ToBasket(int[] tracks)
    {
        var ids = Array.ConvertAll(tracks, Id);
        Array.Sort(ids);
        return new Basket(ids.SelectMany(id => id.ToKey()).ToArray(), Enumerable.Repeat((byte)50, ids.Length).ToArray());
    }

    private int OfTaste(int taste, int number) => (int)((taste + (long)number * Tastes) % Tracks);

    /// <summary>A number n below the limit with probability proportional to (n + 1)^-0.8, by inverting the integral.</summary>
    private static int Zipf(Random random, int limit) =>
        Math.Min(limit - 1, (int)(Math.Pow(random.NextDouble() * (Math.Pow(limit + 1, 1 - Exponent) - 1) + 1, 1 / (1 - Exponent)) - 1));
}
