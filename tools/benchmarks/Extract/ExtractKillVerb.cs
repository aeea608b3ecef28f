using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.Benchmarks.Extract;

/// <summary>
/// <c>kill extract [--times N] [--seed N]</c>: a run over six shards is killed (SIGKILL) at random moments and started
/// again until it is done; its output tree must equal an undisturbed run's.
/// </summary>
internal static class ExtractKillVerb
{
    private static readonly string[] Shards = ["00", "0a", "0A", "1Z", "3b", "7N"];

    public static async Task<int> RunAsync(string[] args)
    {
        var times = Arguments.Number(args, "--times", 50);
        var seed = (int)Arguments.Number(args, "--seed", 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kill extract: {times} kills from seed {seed}"));
        var folder = Directory.CreateTempSubdirectory("kill-extract-").FullName;
        try
        {
            var input = Directory.CreateDirectory(Path.Combine(folder, "in")).FullName;
            for (var i = 0; i < Shards.Length; i++)
                ShardGenerator.Write(Path.Combine(input, Shards[i] + ".jsonl.zst"), 100_000_000, seed + i);
            var start = Stopwatch.GetTimestamp();
            await ChildAsync(input, Path.Combine(folder, "whole"));
            var whole = Stopwatch.GetElapsedTime(start);
            var expected = Digest(Path.Combine(folder, "whole"));
            var (kills, runs, random) = (0, 0, new Random(seed));
            while (kills < times)
            {
                var output = Path.Combine(folder, $"run{runs++}");
                while (kills < times && await KillAsync(input, output, whole * random.NextDouble()))
                    kills++;
                await ChildAsync(input, output);
                if (Digest(output) != expected)
                {
                    Console.WriteLine($"FAILED: the tree of run {runs} differs; it stays in {output}");
                    return 1;
                }

                Directory.Delete(output, recursive: true);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{kills} kills in {runs} runs of {whole.TotalSeconds:0.0} s: every tree is {expected[..16]}, as undisturbed"));
            Directory.Delete(folder, recursive: true);
            return 0;
        }
        catch
        {
            Console.WriteLine($"The files stay in {folder}");
            throw;
        }
    }

    /// <summary>The run that is killed.</summary>
    public static async Task<int> RunChildAsync(string input, string output)
    {
        var results = await new FolderExtraction(output).RunAsync(FolderExtraction.Find(input));
        return results.All(result => result.Status == ExtractionStatus.Complete) ? 0 : 1;
    }

    private static Process Start(string input, string output)
    {
        var command = ChildProcess.Command("kill-child", input, output);
        return Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
    }

    private static async Task ChildAsync(string input, string output)
    {
        using var child = Start(input, output);
        await child.WaitForExitAsync();
        if (child.ExitCode != 0)
            throw new InvalidOperationException($"The run ended with exit code {child.ExitCode}.");
    }

    private static async Task<bool> KillAsync(string input, string output, TimeSpan after)
    {
        using var child = Start(input, output);
        return await ChildProcess.KillAsync(child, after);
    }

    private static string Digest(string output)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(output, path)));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(path)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
