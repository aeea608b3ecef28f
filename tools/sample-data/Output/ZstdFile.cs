using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.SampleData.Output;

/// <summary>New files of one zstd frame, level 3, on one thread: equal input, equal bytes.</summary>
internal static class ZstdFile
{
    public static Stream Create(string path) => new ZstdWriteStream(File.Create(path));

    public static void Compress(string source, string target)
    {
        using var input = File.OpenRead(source);
        using var output = Create(target);
        input.CopyTo(output, 1 << 20);
    }
}
