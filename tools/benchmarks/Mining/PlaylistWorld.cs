using System.Globalization;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Benchmarks.Mining;

/// <summary>
/// Seeded playlists whose tracks follow Zipf's law. Half of a playlist comes from all tracks, half from a group of related tracks, so
/// that pairs repeat as in real playlists.
/// </summary>
/// <param name="MeanLength">Distinct tracks of a playlist; lengths go from a tenth of it to about four times.</param>
internal sealed record PlaylistWorld(int Playlists, int Tracks, int MeanLength, int Seed)
{
    private const double Exponent = 0.8;
    private const int Tastes = 500;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Playlists}-{Tracks}-{MeanLength}-{Seed}");

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

    /// <summary>Publishes the playlists as the baskets table of a folder, as the extractor does, unless they are there.</summary>
    public async Task WriteBasketsAsync(string folder)
    {
        var store = Tables(folder);
        if (await store.FindCurrentAsync(BasketTable.Name, CancellationToken.None) is not null)
            return;
        var plan = new TablePlan { Table = BasketTable.Name, KeyBytes = BasketTable.KeyBytes, PageBytes = 16 << 10, MappingVersion = 1, Rules = [], Inputs = new() { ["playlists"] = Name } };
        await store.ListMissingUnitsAsync(plan, CancellationToken.None);
        using (var writer = store.Write(plan, 0))
        {
            var playlist = 0UL;
            foreach (var tracks in All())
                Add(writer, playlist++, ToBasket(tracks));
            await writer.CompleteAsync(CancellationToken.None);
        }

        var manifest = (await store.CompleteAsync(plan, null, CancellationToken.None))!;
        await store.PublishAsync(manifest, new() { ["playlists"] = 1 }, "benchmarks", CancellationToken.None);
    }

    /// <summary>The tables of a folder.</summary>
    public static TableStore Tables(string folder, long memoryBytes = 256 << 20, int threads = 2)
    {
        var artifacts = new FolderArtifactStore(Path.Combine(folder, "artifacts"), null, TimeProvider.System);
        return new TableStore(artifacts, artifacts, Path.Combine(folder, "scratch"), memoryBytes, threads, TimeProvider.System);
    }

    /// <summary>The current generation of a table of a folder.</summary>
    public static Table Open(string folder, string table)
    {
        var store = Tables(folder);
        var current = store.FindCurrentAsync(table, CancellationToken.None).GetAwaiter().GetResult()!;
        return store.OpenAsync(table, current.Id, CancellationToken.None).GetAwaiter().GetResult();
    }

    private static void Add(TableWriter writer, ulong playlist, Basket basket)
    {
        writer.Add(new TrackId(new UInt128(playlist, 0)).ToKey(), [.. basket.TrackKeys.Span, .. basket.Popularities.Span]);
        BasketTable.CountIn(writer, basket.Count);
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
