using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text.Json;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Lake.Ingest;

/// <summary>A copy of a file that landed, with its rows as they are loaded. Deleted when it is disposed.</summary>
internal sealed class LandedFile : IDisposable
{
    private readonly DirectoryInfo folder;

    private LandedFile(DirectoryInfo folder, string sha256) => (this.folder, Sha256) = (folder, sha256);

    /// <summary>The file as it landed.</summary>
    public string Path => System.IO.Path.Combine(folder.FullName, "landed");

    /// <summary>Its rows with every column, one JSON object a line.</summary>
    public string Rows => System.IO.Path.Combine(folder.FullName, "rows.jsonl");

    public string Sha256 { get; }

    /// <exception cref="RefusedFileException">The file is larger than it may be.</exception>
    public static async Task<LandedFile> CopyAsync(IArtifactStore store, ArtifactInfo file, string scratch, long maxBytes, CancellationToken cancellationToken)
    {
        if (file.Length > maxBytes)
            throw new RefusedFileException($"has {file.Length} bytes; Lake:MaxFileBytes allows {maxBytes}");
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(scratch, Guid.NewGuid().ToString("N")));
        try
        {
            var path = System.IO.Path.Combine(folder.FullName, "landed");
            using var source = await store.OpenAsync(file.Key, new ByteRange(0, maxBytes), cancellationToken).ConfigureAwait(false);
            using var copy = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
            await source.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
            copy.Position = 0;
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(copy, cancellationToken).ConfigureAwait(false));
            return new LandedFile(folder, sha256);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Validates every line and writes <see cref="Rows"/>.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="RefusedFileException">A line is no row; the file is taken as a whole or not at all.</exception>
    public async Task<long> ConvertAsync(RowReader rows, int maxLineBytes, CancellationToken cancellationToken)
    {
        long line = 0, count = 0;
        using var written = new FileStream(Rows, FileMode.Create, FileAccess.Write);
        using var writer = new Utf8JsonWriter(written);
        await foreach (var bytes in LinesAsync(maxLineBytes, cancellationToken).ConfigureAwait(false))
        {
            line++;
            if (bytes.Span.Trim(" \t\r"u8).IsEmpty)
                continue;
            try
            {
                rows.Convert(bytes, line, writer);
            }
            catch (MalformedRowException ex)
            {
                throw new RefusedFileException($"line {line} {ex.Message}");
            }

            written.WriteByte((byte)'\n');
            writer.Reset();
            count++;
        }

        return count;
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(
        int maxBytes, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var file = File.OpenRead(Path);
        var reader = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 64 << 10));
        for (var number = 1; ; number++)
        {
            var (line, more) = await ReadLineAsync(reader, number, maxBytes, cancellationToken).ConfigureAwait(false);
            if (line is { } bytes)
                yield return bytes;
            if (!more)
                yield break;
        }
    }

    /// <returns>The line, null after the last; and whether more may follow.</returns>
    private static async Task<(ReadOnlyMemory<byte>? Line, bool More)> ReadLineAsync(PipeReader reader, int number, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var end = read.Buffer.PositionOf((byte)'\n');
            var line = end is { } position ? read.Buffer.Slice(0, position) : read.Buffer;
            if (line.Length > maxBytes)
                throw new RefusedFileException($"line {number} has more than {maxBytes} bytes (Lake:MaxLineBytes)");
            if (end is not null)
            {
                var bytes = line.ToArray();
                reader.AdvanceTo(read.Buffer.GetPosition(1, end.Value));
                return (bytes, true);
            }

            if (read.IsCompleted)
            {
                ReadOnlyMemory<byte>? last = line.IsEmpty ? null : line.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return (last, false);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}

/// <param name="what">What is wrong, as the rest of a sentence about the file.</param>
internal sealed class RefusedFileException(string what) : Exception(what);
