using System.Text;
using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>Shards as lines of text.</summary>
internal static class Zstd
{
    public static List<string> Lines(string path)
    {
        using var reader = new StreamReader(ZstdStreams.Decompress(File.OpenRead(path)), Encoding.UTF8);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
            lines.Add(line);
        return lines;
    }

    public static void Write(string path, IEnumerable<string> lines)
    {
        using var stream = ZstdStreams.Compress(File.Create(path));
        stream.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
    }
}
