using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Decompresses a catalogue file while it checks the hash of what it reads and the size of what it writes.</summary>
internal sealed class CatalogDecompressor(IOptions<ShardExtractorOptions> options, DiskGuard disk, StageProgressFactory stages)
{
    private const int CheckDiskEvery = 64 * 1024 * 1024;

    /// <summary>Writes the content of the file and has it synced to disk.</summary>
    /// <exception cref="CatalogRefusedException">The input is not what was verified, or implausible.</exception>
    public void Decompress(CatalogFile file, string target, CancellationToken cancellationToken)
    {
        using var source = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        disk.Require(AnnouncedSize(source) ?? file.Length, $"The content of {file.Name}");
        using var output = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        try
        {
            Copy(file, source, output, cancellationToken);
        }
        catch (ZstdException e)
        {
            var fault = e.Fault == ZstdFault.Truncated ? CatalogFault.Truncated : CatalogFault.Unreadable;
            throw new CatalogRefusedException(fault, $"{file.Path}: {e.Message} Fetch the file again.", e);
        }

        output.Flush(flushToDisk: true);
    }

    private static long? AnnouncedSize(FileStream source)
    {
        Span<byte> header = stackalloc byte[ZstdContentSize.HeaderBytes];
        var size = ZstdContentSize.Read(header[..source.ReadAtLeast(header, header.Length, throwOnEndOfStream: false)]);
        source.Position = 0;
        return size;
    }

    private void Copy(CatalogFile file, FileStream source, FileStream output, CancellationToken cancellationToken)
    {
        var progress = stages.Begin("decompress", file.Name, 0, file.Length);
        var ratio = options.Value.MaxCatalogRatio;
        var limit = (long)Int128.Min(long.MaxValue, options.Value.RatioFloorBytes + (Int128)file.Length * ratio);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var decoder = new ZstdDecoder();
        var (input, block) = (new byte[ZstdDecoder.BlockSize], new byte[8 * ZstdDecoder.BlockSize]);
        var (written, checkedAt) = (0L, 0L);
        while (source.Read(input) is var read and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(input, 0, read);
            var rest = input.AsSpan(0, read);
            int produced;
            do
            {
                decoder.Decode(rest, block, out var consumed, out produced);
                rest = rest[consumed..];
                output.Write(block, 0, produced);
                written += produced;
            }
            while (!rest.IsEmpty || produced == block.Length);

            if (written > limit)
                throw new CatalogRefusedException(
                    CatalogFault.TooLarge, $"{file.Path} decompresses to more than {limit} bytes, beyond {ratio} times its size. It is no catalogue.");
            if (written - checkedAt >= CheckDiskEvery)
            {
                disk.Require(CheckDiskEvery, $"The rest of {file.Name}");
                checkedAt = written;
            }

            progress.Report(source.Position);
        }

        decoder.Complete();
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256)
            throw new CatalogRefusedException(CatalogFault.Changed, $"{file.Path} is no longer the file that was verified: its SHA-256 differs. Verify it again.");
        progress.Finish();
    }
}
