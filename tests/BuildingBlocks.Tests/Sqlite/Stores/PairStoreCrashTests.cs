using static System.Threading.CancellationToken;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Stores;

public sealed class PairStoreCrashTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pairs-crash-");

    [Fact]
    public async Task ReplaceAll_ProcessKilledInTheMiddle_LeavesTheFormerPairs()
    {
        var path = Path.Combine(folder.FullName, "pairs.sqlite");
        var image = Path.Combine(folder.FullName, "image.sqlite");
        using var store = new SqlitePairStore(path);
        await store.ReplaceAllAsync(Pairs(0, 100), None);

        // More than a chunk, so that the log contains rows of the new pairs when the image is taken.
        await store.ReplaceAllAsync(Pairs(1_000_000, 75_000).Select((pair, i) =>
        {
            if (i == 70_000)
                CrashImage.Take(path, image);
            return pair;
        }), None);
        Assert.Equal(75_000, await store.CountAsync(None));

        using var restarted = new SqlitePairStore(image);
        Assert.Equal(100, await restarted.CountAsync(None));
        Assert.Equal(Pairs(0, 1).Single(), Assert.Single(await restarted.TopAsync(new TrackId(1), 10, None)));
        await restarted.ReplaceAllAsync(Pairs(1_000_000, 10), None);
        Assert.Equal(10, await restarted.CountAsync(None));
    }

    [Fact]
    public async Task Replace_ADatabaseWithoutRanks_IsRefusedWithTheRemedy()
    {
        var path = Path.Combine(folder.FullName, "pairs.sqlite");
        using (var former = new SqliteDatabase(path, "CREATE TABLE pairs(track_a BLOB)"))
            await former.WriteAsync(connection => connection.Execute("DELETE FROM pairs"), None);
        Assert.Contains("Move the file away", Assert.Throws<InvalidDataException>(() => new SqlitePairStore(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static IEnumerable<TrackPair> Pairs(ulong from, int count) =>
        Enumerable.Range(1, count).Select(i => new TrackPair(new TrackId(from + (ulong)i), new TrackId(UInt128.MaxValue - from - (ulong)i), 3, 4, 5, 1.5, 0.5));
}
