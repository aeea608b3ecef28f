using System.Security.Cryptography;

namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>Reads a file from its start and hashes what it reads.</summary>
internal sealed class FileBlocks : IBlocks
{
    private readonly FileStream file;
    private readonly IncrementalHash? hash;
    private readonly byte[][] buffers;
    private int turn;

    /// <param name="path">The file.</param>
    /// <param name="blockBytes">Bytes read at a time.</param>
    /// <param name="hashed">Whether <see cref="FinishHash"/> will be called.</param>
    /// <param name="keptBlocks">How many of the last returned blocks stay unchanged.</param>
    public FileBlocks(string path, int blockBytes, bool hashed, int keptBlocks)
    {
        // Unbuffered, with a hint to the kernel to read ahead.
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        hash = hashed ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        buffers = [.. Enumerable.Range(0, keptBlocks).Select(_ => new byte[blockBytes])];
    }

    public long Length => file.Length;

    public ReadOnlyMemory<byte> Next()
    {
        var buffer = buffers[turn];
        turn = (turn + 1) % buffers.Length;
        var count = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        hash?.AppendData(buffer, 0, count);
        return buffer.AsMemory(0, count);
    }

    /// <summary>Reads to the end and returns the whole file's SHA-256, lower-case hexadecimal.</summary>
    public string FinishHash(CancellationToken cancellation)
    {
        while (!Next().IsEmpty)
            cancellation.ThrowIfCancellationRequested();
        return Convert.ToHexStringLower(hash!.GetHashAndReset());
    }

    public void Dispose()
    {
        file.Dispose();
        hash?.Dispose();
    }
}
