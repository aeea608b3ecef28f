using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.ShardExtractor;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary><c>fuzz zstd</c>: mutated compressed databases through the decompressor of catalogue files.</summary>
internal sealed class ZstdFuzz : IProgress<CatalogProgress>, IFreeSpace
{
    private const string Name = "spotify_clean.sqlite3.zst";

    private readonly CatalogDecompressor decompressor;
    private readonly string folder;

    private ZstdFuzz(string folder)
    {
        this.folder = folder;
        var options = Options.Create(new ShardExtractorOptions { DataFolder = folder, RatioFloorBytes = 4_000_000 });
        decompressor = new CatalogDecompressor(options, new DiskGuard(options, this), new StageProgressFactory(TimeProvider.System, options, this));
    }

    public static int Run(string[] args)
    {
        var content = new byte[60_000];
        new Random(FuzzRun.SeedOf(args)).NextBytes(content.AsSpan(0, 20_000));
        byte[][] corpus = [Pack(content, 1, true, 0), Pack(content, 19, false, 0), Pack(content, 3, true, 10), [.. Pack(content, 3, true, 0), .. Pack(content, 3, true, 0)]];
        var folder = Directory.CreateTempSubdirectory("fuzz-zstd-").FullName;
        try
        {
            var fuzz = new ZstdFuzz(folder);
            return FuzzRun.Run("zstd", 250_000, args, (random, _) => fuzz.Fuzz(Mutations.Of(corpus[random.Next(corpus.Length)], random, headerBytes: 24)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Report(CatalogProgress value)
    {
    }

    public long AvailableBytes(string folder) => long.MaxValue;

    private static byte[] Pack(byte[] content, int level, bool checksum, int windowLog)
    {
        using var target = new MemoryStream();
        using (var zstd = ZstdStreams.Compress(target, leaveOpen: true, level, checksum, windowLog))
            zstd.Write(content);
        return target.ToArray();
    }

    private string Fuzz(byte[] packed)
    {
        var path = Path.Combine(folder, Name);
        File.WriteAllBytes(path, packed);
        var reference = new ArtifactReference(ArtifactKey.Parse(InputKeys.Prefix + Name), packed.Length, Convert.ToHexStringLower(SHA256.HashData(packed)));
        using var output = new FileStream(Path.Combine(folder, "content"), FileMode.Create, FileAccess.Write, FileShare.None, 0);
        try
        {
            decompressor.Decompress(new InputFile("catalog", Name, "fuzz", "catalog", 1, reference), path, output, CancellationToken.None);
            return "file complete";
        }
        catch (CatalogRefusedException ex)
        {
            return ex.Fault.Reason();
        }
    }
}
