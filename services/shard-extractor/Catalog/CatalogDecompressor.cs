using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Zstd;
using ZstdSharp;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Decompresses a catalogue file and checks the hash of the input, the size of the output and the free disk space.</summary>
internal sealed class CatalogDecompressor(IOptions<ShardExtractorOptions> options, DiskGuard disk, StageProgressFactory stages)
{
    private const int CheckDiskEvery = 64 * 1024 * 1024;
    private const int BufferBytes = 1024 * 1024;

    /// <summary>Writes the file's content and syncs it to disk.</summary>
    /// <exception cref="CatalogRefusedException">The input differs from what was verified, is damaged, or is implausibly large.</exception>
    public void Decompress(CatalogFile file, FileStream output, CancellationToken cancellationToken)
    {
        using var source = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        disk.Require(ReadContentSize(source) ?? file.Length, $"The content of {file.Name}");
        try
        {
            Copy(file, source, output, cancellationToken);
        }
        catch (EndOfStreamException ex)
        {
            throw new CatalogRefusedException(CatalogFault.Truncated, $"{file.Path} ends inside a zstd frame. Fetch the file again.", ex);
        }
        catch (ZstdException ex)
        {
            throw new CatalogRefusedException(CatalogFault.Unreadable, $"{file.Path} cannot be decompressed: {ex.Message}. Fetch the file again.", ex);
        }

        output.Flush(flushToDisk: true);
    }

    private static long? ReadContentSize(FileStream source)
    {
        Span<byte> header = stackalloc byte[ZstdFrame.MaxHeaderLength];
        var size = ZstdFrame.ContentSize(header[..source.ReadAtLeast(header, header.Length, throwOnEndOfStream: false)]);
        source.Position = 0;
        return size;
    }

    private void Copy(CatalogFile file, FileStream source, FileStream output, CancellationToken cancellationToken)
    {
        var progress = stages.Begin("decompress", file.Name, 0, file.Length);
        var ratio = options.Value.MaxCatalogRatio;
        var limit = (long)Int128.Min(long.MaxValue, options.Value.RatioFloorBytes + (Int128)file.Length * ratio);
        using var hash = SHA256.Create();
        using var hashed = new CryptoStream(source, hash, CryptoStreamMode.Read, leaveOpen: true);
        using var content = ZstdStreams.Decompress(hashed, leaveOpen: true);
        var buffer = new byte[BufferBytes];
        var (written, checkedAt) = (0L, 0L);
        while (content.Read(buffer) is var read and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            output.Write(buffer, 0, read);
            written += read;
            if (written > limit)
                throw new CatalogRefusedException(
                    CatalogFault.TooLarge, $"{file.Path} decompresses to more than {limit} bytes, over {ratio} times its size (MaxCatalogRatio). It is not a catalogue.");
            if (written - checkedAt >= CheckDiskEvery)
            {
                disk.Require(CheckDiskEvery, $"The rest of {file.Name}");
                checkedAt = written;
            }

            progress.Report(source.Position);
        }

        // The hash is complete once the end of the file was read.
        hashed.CopyTo(Stream.Null);
        if (Convert.ToHexStringLower(hash.Hash!) != file.Sha256)
            throw new CatalogRefusedException(CatalogFault.Changed, $"{file.Path} has changed since it was verified: its SHA-256 differs. Verify it again.");
        progress.Finish();
    }
}
