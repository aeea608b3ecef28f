using System.Globalization;
using System.Text;
using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.Benchmarks.Extract;

/// <summary>Writes a shard of a given size with lines like the real ones.</summary>
internal static class ShardGenerator
{
    // Lines repeat after 90 MB with another id. zstd's window at level 3 is 2 MB, so it cannot use the repetition.
    private const int DistinctLines = 240;

    /// <returns>Lines and decompressed bytes written.</returns>
    public static (int Lines, long Bytes) Write(string path, long decompressedBytes, int seed)
    {
        var prefix = Path.GetFileName(path)[..2];
        var generator = new LineGenerator(seed, prefix);
        var lines = Enumerable.Range(0, DistinctLines).Select(_ => generator.Next()).ToArray();
        var partial = path + ".partial";
        var (count, bytes) = (0, 0L);
        using (var zstd = ZstdStreams.Compress(File.Create(partial)))
        {
            for (; bytes < decompressedBytes; count++)
            {
                var line = lines[count % DistinctLines];
                SetId(line, count);
                zstd.Write(line);
                bytes += line.Length;
            }
        }

        File.Move(partial, path, overwrite: true);
        return (count, bytes);
    }

    private static void SetId(Span<byte> line, int number)
    {
        var key = "\"track_id\":\""u8;
        // The two characters of the shard stay.
        var id = line[(line.IndexOf(key) + key.Length + 2)..];
        Encoding.ASCII.GetBytes(number.ToString("D20", CultureInfo.InvariantCulture), id);
    }
}
