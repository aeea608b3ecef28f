using System.Text;
using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.SampleData.Tests.Analysis;

/// <summary>Decodes a small zstd file.</summary>
internal static class ZstdText
{
    public static string[] Lines(string path)
    {
        using var reader = new StreamReader(ZstdStreams.Decompress(File.OpenRead(path)), Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
