using System.IO.Compression;
using System.Security.Cryptography;
using SpotifyPlatform.Artifacts.Zstd;
using ZstdSharp;

namespace SpotifyPlatform.Sqlite.Stores.Warehouse;

/// <summary>
/// Reads a file of rows line by line in bounded memory, decompressed by its name, and holds it to the hash and the number
/// of rows it was announced with.
/// </summary>
internal sealed class RowFileReader : IDisposable
{
    /// <summary>Bytes of a line; a row has some 400.</summary>
    public const int MaxLineBytes = 1024 * 1024;

    private const int FirstBufferBytes = 64 * 1024;

    private readonly RowFile file;
    private readonly SHA256 hash = SHA256.Create();
    private readonly CryptoStream raw;
    private readonly Stream content;
    private byte[] buffer = new byte[FirstBufferBytes];
    private int start;
    private int end;

    public RowFileReader(RowFile file)
    {
        this.file = file;
        raw = new CryptoStream(new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), hash, CryptoStreamMode.Read);
        content = Path.GetExtension(file.Name) switch
        {
            ".gz" => new GZipStream(raw, CompressionMode.Decompress),
            ".zst" => ZstdStreams.Decompress(raw),
            _ => raw,
        };
    }

    /// <summary>The number of the line read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The next line without its newline, valid until the next call; false at the end of the file.</summary>
    /// <exception cref="InvalidDataException">The line is too long or the file cannot be decompressed.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        for (var searched = start; ;)
        {
            var newline = buffer.AsSpan(searched..end).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                line = Take(searched + newline);
                start++;
                return true;
            }

            searched = end - start;
            if (Fill())
                continue;
            line = Take(end);
            return !line.IsEmpty;
        }
    }

    /// <summary>Call at the end of the file.</summary>
    /// <exception cref="InvalidDataException">The bytes or the number of rows are not what was announced.</exception>
    public void Verify()
    {
        if (Line != file.Rows)
            throw WrongCount($"has {Line} rows");

        // What a decompressor leaves unread belongs to the file too.
        raw.CopyTo(Stream.Null);
        var found = Convert.ToHexStringLower(hash.Hash!);
        if (found != file.Sha256)
            throw new InvalidDataException($"{file.Path} has SHA-256 {found} and was announced with {file.Sha256}. Extract the shard again.");
    }

    public InvalidDataException Fault(string reason, Exception? inner = null) => new($"{file.Path}, line {Line}: {reason}.", inner);

    public void Dispose()
    {
        content.Dispose();
        raw.Dispose();
        hash.Dispose();
    }

    private ReadOnlySpan<byte> Take(int until)
    {
        var line = buffer.AsSpan(start..until);
        start = until;
        if (line.IsEmpty && until == end)
            return line;
        if (Line == file.Rows)
            throw WrongCount("has more rows");
        Line++;
        return line;
    }

    private InvalidDataException WrongCount(string found) => new($"{file.Path} {found} and was announced with {file.Rows}. Extract the shard again.");

    /// <summary>Moves what is left to the front of the buffer and reads behind it; false at the end of the file.</summary>
    private bool Fill()
    {
        if (end - start > MaxLineBytes)
            throw new InvalidDataException($"{file.Path}, line {Line + 1}: longer than {MaxLineBytes} bytes.");
        buffer.AsSpan(start..end).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length)
            Array.Resize(ref buffer, 2 * buffer.Length);
        try
        {
            var read = content.Read(buffer.AsSpan(end));
            end += read;
            return read > 0;
        }
        catch (Exception ex) when (ex is InvalidDataException or EndOfStreamException or ZstdException)
        {
            throw new InvalidDataException($"{file.Path} cannot be decompressed after line {Line}: {ex.Message}", ex);
        }
    }
}
