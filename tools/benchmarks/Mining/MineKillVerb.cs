using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using SpotifyPlatform.Storage.Pairs;

namespace SpotifyPlatform.Benchmarks.Mining;

/// <summary>
/// <c>kill mine [--times 20] [--seed 1] [--playlists 20000]</c>: the miner's service, from the baskets table to the pairs table, is run
/// with 1, 2 and 7 threads and in 1 and 13 ranges, then killed (SIGKILL) at random moments and started again until it is done.
/// The pairs must be the same each time.
/// </summary>
internal static class MineKillVerb
{
    public static async Task<int> RunAsync(string[] args)
    {
        var times = Arguments.Number(args, "--times", 20);
        var seed = (int)Arguments.Number(args, "--seed", 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kill mine: {times} kills from seed {seed}"));
        var folder = Directory.CreateTempSubdirectory("kill-mine-").FullName;
        var seeded = Directory.CreateDirectory(Path.Combine(folder, "seeded")).FullName;
        await new PlaylistWorld((int)Arguments.Number(args, "--playlists", 20_000), 30_000, 40, seed).WriteBasketsAsync(seeded);

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
            $"{kills} kills in {runs} runs of {whole.TotalSeconds:0.0} s: every pair is {expected[..16]}, as undisturbed"));
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static string Copy(string from, string folder, string name)
    {
        var to = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

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

    /// <summary>Compares the pairs of a folder with those of the first run, and deletes the folder if they are equal.</summary>
    private static bool Agrees(string data, string run, ref string expected)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Other ranges give another generation of the same rows.
        using (var pairs = PlaylistWorld.Open(data, PairTable.Name))
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
}
