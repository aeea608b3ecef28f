using System.Security.Cryptography;

namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>Reads a file from its start and hashes what it reads.</summary>
internal sealed class FileSource : IByteSource, IDisposable
{
    private readonly FileStream file;
    private readonly IncrementalHash? hash;

    public FileSource(string path, bool hashed)
    {
        // No buffer of its own, and a hint to the kernel to read ahead.
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        hash = hashed ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    }

    public long Length => file.Length;

    /// <summary>Bytes read so far.</summary>
    public long Offset { get; private set; }

    public int Read(Span<byte> buffer)
    {
        var count = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        Offset += count;
        hash?.AppendData(buffer[..count]);
        return count;
    }

    /// <summary>Reads to the end and returns the whole file's SHA-256, lower-case hexadecimal.</summary>
    public string FinishHash(CancellationToken cancellation)
    {
        var rest = new byte[ShardBlocks.InputBlockBytes];
        while (Read(rest) > 0)
            cancellation.ThrowIfCancellationRequested();
        return Convert.ToHexStringLower(hash!.GetHashAndReset());
    }

    public void Dispose()
    {
        file.Dispose();
        hash?.Dispose();
    }
}
