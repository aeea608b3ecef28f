using System.IO.Hashing;
using SpotifyPlatform.Artifacts;

namespace SpotifyPlatform.ListeningHistory.Exports;

/// <summary>Bytes that an import may still read, over all its files.</summary>
internal sealed class ReadBudget(long bytes)
{
    private long left = bytes;

    public bool TryTake(int read) => (left -= read) >= 0;
}

/// <summary>Counts what a file really gives, because what an archive declares is a claim.</summary>
/// <param name="packed">What the archive says of the file; null for a plain file.</param>
internal sealed class BoundedStream(Stream inner, string name, PackedFile? packed, ExportLimits limits, ReadBudget budget) : ForwardReadStream
{
    private readonly Crc32? checksum = packed is null ? null : new Crc32();
    private long read;

    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = inner.Read(buffer);
        }
        catch (InvalidDataException ex)
        {
            throw new ExportRefusedException("damaged_zip", $"{name} cannot be decompressed. Download the archive again.", ex);
        }

        Check(buffer, count);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void Check(Span<byte> buffer, int count)
    {
        read += count;
        if (read > limits.MaxFileBytes)
            throw new ExportRefusedException("file_too_large", $"{name} gives more than {limits.MaxFileBytes:N0} bytes.");
        if (packed is not null && read > limits.RatioFreeBytes && read / limits.MaxZipRatio > packed.CompressedLength)
            throw new ExportRefusedException(
                "zip_bomb", $"{name} gives more than {limits.MaxZipRatio:N0} bytes for each compressed one. If the archive is sound, unpack it and import the folder.");
        if (!budget.TryTake(count))
            throw new ExportRefusedException("import_too_large", $"The import gives more than {limits.MaxTotalBytes:N0} bytes; it ends at {name}. Import fewer files at once.");
        checksum?.Append(buffer[..count]);

        // The framework does not compare checksums; damage that still decompresses would be read as listening.
        if (count == 0 && buffer.Length > 0 && packed is not null && checksum!.GetCurrentHashAsUInt32() != packed.Crc32)
            throw new ExportRefusedException("damaged_zip", $"{name} differs from its checksum. Download the archive again.");
    }
}

/// <summary>What an archive says of a file.</summary>
internal sealed record PackedFile(long CompressedLength, uint Crc32);
