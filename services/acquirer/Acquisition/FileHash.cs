using System.Buffers;
using System.Security.Cryptography;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>The SHA-256 of a file, read once from its beginning to its end.</summary>
internal static class FileHash
{
    private const int BufferBytes = 1 << 20;

    /// <param name="onRead">Called with the number of bytes of each read.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    public static async Task<string> OfAsync(string path, Action<int> onRead, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long offset = 0;
            for (int count; (count = await RandomAccess.ReadAsync(handle, buffer, offset, cancellationToken).ConfigureAwait(false)) > 0; offset += count)
            {
                hash.AppendData(buffer, 0, count);
                onRead(count);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
