using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Benchmarks.Mining;

/// <summary>
/// <c>kill mine [--times 20] [--seed 1] [--playlists 20000]</c>: the miner's service, from events on the bus to the pairs table, is run
/// with 1, 2 and 7 threads and in 1 and 13 ranges, then killed (SIGKILL) at random moments and started again until it is done.
/// Every store, and the basket file, must be the same each time.
/// </summary>
internal static class MineKillVerb
{
    private const int BasketsInBatch = 200;

    public static async Task<int> RunAsync(string[] args)
    {
        var times = Arguments.Number(args, "--times", 20);
        var seed = (int)Arguments.Number(args, "--seed", 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kill mine: {times} kills from seed {seed}"));
        var folder = Directory.CreateTempSubdirectory("kill-mine-").FullName;
        var seeded = Directory.CreateDirectory(Path.Combine(folder, "seeded")).FullName;
        await PublishAsync(new PlaylistWorld((int)Arguments.Number(args, "--playlists", 20_000), 30_000, 40, seed), seeded);

        var expected = "";
        var whole = TimeSpan.Zero;
        foreach (var (threads, ranges) in new[] { (2, 13), (1, 1), (2, 1), (7, 1), (1, 13), (7, 13) })
        {
            var data = Copy(seeded, folder, $"{threads}-{ranges}");
            var start = Stopwatch.GetTimestamp();
            await ToEndAsync(data, threads, ranges);
            whole = whole == TimeSpan.Zero ? Stopwatch.GetElapsedTime(start) : whole;
            if (!Agrees(data, $"{threads} threads, {ranges} ranges", ref expected))
                return 1;
        }

        var (kills, runs, random) = (0, 0, new Random(seed));
        while (kills < times)
        {
            var data = Copy(seeded, folder, $"killed-{runs++}");
            while (kills < times && await KillAsync(data, whole * random.NextDouble()))
                kills++;
            await ToEndAsync(data, threads: 2, ranges: 13);
            if (!Agrees(data, $"run {runs} after {kills} kills", ref expected))
                return 1;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{kills} kills in {runs} runs of {whole.TotalSeconds:0.0} s: every store and basket file is {expected[..16]}, as undisturbed"));
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static async Task PublishAsync(PlaylistWorld world, string data)
    {
        using var host = MineKillChild.Build(data, threads: 1, ranges: 1);
        var publisher = (IEventPublisher)host.Services.GetService(typeof(IEventPublisher))!;
        var sha256 = ByteString.CopyFrom(new byte[32]);
        var batches = 0L;
        foreach (var chunk in world.All().Chunk(BasketsInBatch))
        {
            var batch = new PlaylistsExtracted { Origin = new() { FileSha256 = sha256, Batch = batches }, Baskets = { chunk.Select(tracks => Wire(world, tracks)) } };
            await publisher.PublishAsync(Topics.PlaylistsExtracted, [new($"{batches}", batch)], CancellationToken.None);
            batches++;
        }

        var end = new CatalogFileExtracted { FileSha256 = sha256, Name = "playlists", Content = CatalogContent.Playlists, Batches = batches, Rows = world.Playlists };
        await publisher.PublishAsync(Topics.CatalogFileExtracted, [new("playlists", end)], CancellationToken.None);
    }

    private static Basket Wire(PlaylistWorld world, int[] tracks) => new()
    {
        PlaylistId = ByteString.CopyFrom(new byte[TrackId.KeyLength]),
        TrackIds = ByteString.CopyFrom([.. tracks.SelectMany(track => world.Id(track).ToKey())]),
        Popularities = ByteString.CopyFrom([.. Enumerable.Repeat((byte)50, tracks.Length)]),
    };

    private static string Copy(string from, string folder, string name)
    {
        var to = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        return to;
    }

    private static Process Start(string data, int threads, int ranges)
    {
        var command = ChildProcess.Command("mine-kill-child", data, MinePeers.Text(threads), MinePeers.Text(ranges));
        return Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
    }

    private static async Task ToEndAsync(string data, int threads, int ranges)
    {
        using var child = Start(data, threads, ranges);
        await child.WaitForExitAsync();
        if (child.ExitCode != 0)
            throw new InvalidOperationException($"The run in {data} ended with exit code {child.ExitCode}.");
    }

    private static async Task<bool> KillAsync(string data, TimeSpan after)
    {
        using var child = Start(data, threads: 2, ranges: 13);
        return await ChildProcess.KillAsync(child, after);
    }

    /// <summary>Compares the stores of a folder with those of the first run, and deletes the folder if they are equal.</summary>
    private static bool Agrees(string data, string run, ref string expected)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(LogicalDigest.Of(Path.Combine(data, "baskets.sqlite")).Sha256));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(data, "mining")).Order(StringComparer.Ordinal))
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        using (var pairs = OpenPairs(data))
        using (var rows = pairs.Scan())
            while (rows.MoveNext())
            {
                hash.AppendData(rows.Key);
                hash.AppendData(rows.Value);
            }

        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (expected.Length == 0)
            expected = found;
        Console.WriteLine($"{run}: {(found == expected ? found[..16] : $"DIFFERENT; it stays in {data}")}");
        if (found != expected)
            return false;
        Directory.Delete(data, recursive: true);
        return true;
    }

    /// <summary>The current generation. Other ranges give another one of the same rows.</summary>
    private static Table OpenPairs(string data)
    {
        var artifacts = new FolderArtifactStore(Path.Combine(data, "artifacts"), null, TimeProvider.System);
        var store = new TableStore(artifacts, artifacts, Path.Combine(data, "scratch"), 1 << 20, 1, TimeProvider.System);
        var current = store.FindCurrentAsync(PairTable.Name, CancellationToken.None).GetAwaiter().GetResult()!;
        return store.OpenAsync(PairTable.Name, current.Id, CancellationToken.None).GetAwaiter().GetResult();
    }
}
