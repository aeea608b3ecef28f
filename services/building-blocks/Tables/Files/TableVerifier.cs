using System.Security.Cryptography;

namespace SpotifyPlatform.Tables.Files;

/// <summary>Verifies a whole file: its hash, its checksums, the number of its rows and the order of their keys.</summary>
internal static class TableVerifier
{
    private const int BufferBytes = 1 << 20;

    /// <param name="above">The last key of the file before, or empty.</param>
    /// <exception cref="InvalidDataException">The file is not what the manifest says.</exception>
    public static void Verify(TableFile file, TableStore.Part part, ReadOnlySpan<byte> above, CancellationToken cancellationToken)
    {
        if (file.Bytes != part.Bytes || file.Rows != part.Rows)
            throw Damage.In(file.Name, $"it has {file.Rows} rows in {file.Bytes} bytes, the manifest says {part.Rows} in {part.Bytes}");
        if (HashOf(file.Path, cancellationToken) is var sha256 && sha256 != part.Sha256)
            throw Damage.In(file.Name, $"it has the SHA-256 {sha256}, the manifest says {part.Sha256}");
        Span<byte> last = stackalloc byte[file.KeyBytes];
        var (rows, known) = (0L, !above.IsEmpty);
        above.CopyTo(last);
        using var cursor = new FileCursor(file);
        for (; cursor.MoveNext(); rows++, known = true)
        {
            if (known && cursor.Key.SequenceCompareTo(last) <= 0)
                throw Damage.In(file.Name, $"the key {Convert.ToHexStringLower(cursor.Key)} is not above the one before it");
            cursor.Key.CopyTo(last);
            if (rows % 4096 == 0)
                cancellationToken.ThrowIfCancellationRequested();
        }

        if (rows != part.Rows || !last.SequenceEqual(file.LastKey))
            throw Damage.In(file.Name, $"its pages hold {rows} rows, the manifest says {part.Rows}");
    }

    public static string HashOf(string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var buffer = new byte[BufferBytes];
        var offset = 0L;
        for (int count; (count = RandomAccess.Read(handle, buffer, offset)) > 0; offset += count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
