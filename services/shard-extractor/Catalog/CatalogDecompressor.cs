using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.Tables.Deriving;
using ZstdSharp;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Decompresses a catalogue file and checks the hash of the input, the size of the output and the free disk space.</summary>
internal sealed class CatalogDecompressor(IOptions<ShardExtractorOptions> options, DiskGuard disk, StageProgressFactory stages)
{
    private const int CheckDiskEvery = 64 * 1024 * 1024;
    private const int BufferBytes = 1024 * 1024;

    /// <summary>Writes the file's content and syncs it to disk.</summary>
    /// <param name="path">The path of the file's bytes.</param>
    /// <exception cref="ArtifactChangedException">The input differs from what was verified.</exception>
    /// <exception cref="CatalogRefusedException">The input is damaged, or is implausibly large.</exception>
    public void Decompress(InputFile file, string path, FileStream output, CancellationToken cancellationToken)
    {
        using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        var limit = (long)Int128.Min(long.MaxValue, options.Value.RatioFloorBytes + (Int128)file.File.Length * options.Value.MaxCatalogRatio);
        var announced = ReadContentSize(source);
        // Before the disk is asked: a full one is waited for, and this much is never there.
        if (announced > limit)
            throw TooLarge(path, limit);
        disk.Require(announced ?? file.File.Length, $"The content of {file.Name}");
        try
        {
            Copy(file, path, limit, source, output, cancellationToken);
        }
        catch (EndOfStreamException ex)
        {
            throw new CatalogRefusedException(CatalogFault.Truncated, $"{path} ends inside a zstd frame. Fetch the file again.", ex);
        }
        catch (ZstdException ex)
        {
            throw new CatalogRefusedException(CatalogFault.Unreadable, $"{path} cannot be decompressed: {ex.Message}. Fetch the file again.", ex);
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

    private CatalogRefusedException TooLarge(string path, long limit) => new(
        CatalogFault.TooLarge, $"{path} decompresses to more than {limit} bytes, over {options.Value.MaxCatalogRatio} times its size (MaxCatalogRatio). It is not a catalogue.");

    private void Copy(InputFile file, string path, long limit, FileStream source, FileStream output, CancellationToken cancellationToken)
    {
        var progress = stages.Begin("decompress", file.Name, 0, file.File.Length);
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
                throw TooLarge(path, limit);
            if (written - checkedAt >= CheckDiskEvery)
            {
                disk.Require(CheckDiskEvery, $"The rest of {file.Name}");
                checkedAt = written;
            }

            progress.Report(source.Position);
        }

        // The hash is complete once the end of the file was read.
        hashed.CopyTo(Stream.Null);
        if (Convert.ToHexStringLower(hash.Hash!) != file.File.Sha256)
            throw new ArtifactChangedException(file.File, "has another SHA-256");
        progress.Finish();
    }
}
