using System.Text;
using SpotifyPlatform.Acquirer.Acquisition;

namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary><c>fuzz sums</c>: mutated lists of checksums.</summary>
internal static class SumsFuzz
{
    public static int Run(string[] args)
    {
        var hash = new string('a', 64);
        var list = Encoding.UTF8.GetBytes(
            $"{hash}  00.jsonl.zst\n{hash} *audio-analysis/0A.jsonl.zst\r\n\n{hash}  ./spotify_clean.sqlite3\n{hash.ToUpperInvariant()}  n\u00e4me\n");
        var folder = Directory.CreateTempSubdirectory("fuzz-sums-").FullName;
        try
        {
            return FuzzRun.Run("sums", 250_000, args, (random, _) => Fuzz(list, folder, random));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Fuzz(byte[] list, string folder, Random random)
    {
        File.WriteAllBytes(Path.Combine(folder, Checksums.FileName), Mutations.Of(list, random, headerBytes: 70, blockBytes: 80));
        try
        {
            _ = Checksums.Read(folder).Of("00.jsonl.zst");
            return "list read";
        }
        catch (InvalidDataException)
        {
            return "list refused";
        }
    }
}
