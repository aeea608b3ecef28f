using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.SampleData.Output;

/// <summary>Files of one zstd frame, level 3, single-threaded, so that equal input gives equal bytes.</summary>
internal static class ZstdFile
{
    public static Stream Create(string path) => ZstdStreams.Compress(File.Create(path));

    public static void Compress(string source, string target)
    {
        using var input = File.OpenRead(source);
        using var output = Create(target);
        input.CopyTo(output, 1 << 20);
    }
}
