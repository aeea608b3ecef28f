using System.Security.Cryptography;
using System.Text.Json;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.ShardExtractor.Extraction.Output;

/// <summary>
/// Writes the refused lines. Lines are not kept while they are scanned, because that would slow down valid ones: the shard is
/// decompressed a second time, only when lines were refused and only up to the last of them.
/// </summary>
internal sealed class QuarantineFile(string sourceFile, IReadOnlyList<RefusedLine> lines, RowFileWriter output) : IDisposable
{
    private const int ExcerptBefore = 24;
    private const int ExcerptAfter = 40;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<byte> excerpt = [];
    private int current;
    private long offset;

    public bool IsDone => current == lines.Count;

    /// <summary>Takes the next bytes of the decompressed shard.</summary>
    public void Take(ReadOnlySpan<byte> chunk)
    {
        while (!IsDone)
        {
            var line = lines[current];
            var from = Math.Max(line.Offset, offset);
            var to = Math.Min(line.Offset + line.Length, offset + chunk.Length);
            if (from < to)
                Add(line, chunk[(int)(from - offset)..(int)(to - offset)], from - line.Offset);
            if (line.Offset + line.Length > offset + chunk.Length)
                break;
            WriteCurrent();
        }

        offset += chunk.Length;
    }

    public void Dispose() => hash.Dispose();

    private void Add(RefusedLine line, ReadOnlySpan<byte> part, long position)
    {
        hash.AppendData(part);
        var from = Math.Max(0, line.Position - ExcerptBefore - position);
        var to = Math.Min(part.Length, line.Position + ExcerptAfter - position);
        for (var i = from; i < to; i++)
            excerpt.Add(part[(int)i]);
    }

    private void WriteCurrent()
    {
        var line = lines[current++];
        var text = string.Create(excerpt.Count, excerpt, static (chars, bytes) =>
        {
            for (var i = 0; i < chars.Length; i++)
                chars[i] = bytes[i] is >= 0x20 and < 0x7F ? (char)bytes[i] : '?';
        });
        excerpt.Clear();
        var record = new QuarantineRecord(sourceFile, line.Number, line.Offset, line.Length, line.Reason, line.Position,
            Convert.ToHexStringLower(hash.GetHashAndReset()), text);
        var json = JsonSerializer.SerializeToUtf8Bytes(record, QuarantineJson.Default.QuarantineRecord);
        output.Write([.. json, (byte)'\n'], 1);
    }
}
