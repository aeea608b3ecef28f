using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using SpotifyPlatform.Artifacts;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Pieces;

namespace SpotifyPlatform.Torrents.Verification;

/// <summary>
/// Hashes files of a torrent against it: each byte is read once, for its piece and for the SHA-256 of the file. Safe for several files at once. Memory is two
/// buffers a file.
/// </summary>
/// <param name="pathOf">Where a file is on the disk; also asked for the neighbours whose bytes are in a piece of the file.</param>
public sealed class FileVerifier(TorrentMetadata torrent, Func<TorrentFile, string> pathOf)
{
    /// <summary>A multiple of the block of version 2.</summary>
    private const int BufferBytes = 1 << 20;

    private readonly PieceMap map = new(torrent);

    private TorrentMetadata Torrent { get; } = torrent;

    /// <param name="known">Pieces that are not hashed again; null to hash all.</param>
    /// <param name="onPiece">Told each piece that was hashed, and whether it is good.</param>
    /// <param name="onRead">Told the bytes of each read.</param>
    public FileVerdict Verify(TorrentFile file, VerifyOptions options, PieceBits? known, Action<int, bool> onPiece, Action<int> onRead, CancellationToken cancellationToken)
    {
        var path = pathOf(file);
        var before = Stat(path);
        if (before is not { } stat)
            return new FileVerdict(file, null, 0, PiecesOf(file), null, IsStable: true);
        if (file.Length == 0)
            return new FileVerdict(file, stat.Length, stat.ModifiedTicks, [], stat.Length == 0 ? EmptySha256 : null, IsStable: true);
        using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
        using var pieces = new PieceRun(this, file, known, onPiece, cancellationToken);
        using var whole = options.WithSha256 && stat.Length == file.Length ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        Read(handle, file.Length, options.Threads, onRead, pieces, whole, cancellationToken);
        pieces.Complete();
        return new FileVerdict(
            file, stat.Length, stat.ModifiedTicks, pieces.Bad, whole is null ? null : Convert.ToHexStringLower(whole.GetHashAndReset()), Stat(path) == before);
    }

    private static string EmptySha256 { get; } = Convert.ToHexStringLower(SHA256.HashData([]));

    private static (long Length, long ModifiedTicks)? Stat(string path) =>
        RegularFile.Exists(path) && new FileInfo(path) is { Exists: true } info ? (info.Length, info.LastWriteTimeUtc.Ticks) : null;

    private List<int> PiecesOf(TorrentFile file) => map.PiecesOf(file.Index) is { } range ? [.. Enumerable.Range(range.First, range.Last - range.First + 1)] : [];

    /// <summary>Reads the file's first bytes up to a length, and hashes one buffer while the next is read.</summary>
    private static void Read(SafeFileHandle handle, long length, int threads, Action<int> onRead, PieceRun pieces, IncrementalHash? whole, CancellationToken cancellationToken)
    {
        var (current, next) = (new byte[BufferBytes], new byte[BufferBytes]);
        var count = Fill(handle, current, 0, length);
        for (long offset = 0; count > 0; (current, next) = (next, current))
        {
            cancellationToken.ThrowIfCancellationRequested();
            onRead(count);
            offset += count;
            var (bytes, ahead, nextCount, at) = (current.AsMemory(0, count), next, 0, offset);
            if (threads > 1)
            {
                Parallel.Invoke(
                    () => pieces.Append(bytes.Span),
                    () => whole?.AppendData(bytes.Span),
                    () => nextCount = Fill(handle, ahead, at, length));
            }
            else
            {
                pieces.Append(bytes.Span);
                whole?.AppendData(bytes.Span);
                nextCount = Fill(handle, ahead, at, length);
            }

            count = nextCount;
        }
    }

    /// <summary>Fills the buffer as far as the file goes.</summary>
    private static int Fill(SafeFileHandle handle, byte[] buffer, long offset, long end)
    {
        var wanted = (int)Math.Min(buffer.Length, end - offset);
        var filled = 0;
        while (filled < wanted && RandomAccess.Read(handle, buffer.AsSpan(filled, wanted - filled), offset + filled) is var count && count > 0)
            filled += count;
        return filled;
    }

    /// <summary>The pieces of one file, fed with its bytes in order.</summary>
    private sealed class PieceRun : IDisposable
    {
        private readonly FileVerifier verifier;
        private readonly TorrentFile file;
        private readonly PieceBits? known;
        private readonly Action<int, bool> onPiece;
        private readonly CancellationToken cancellation;
        private readonly PieceHash hash;
        private readonly int last;
        private int piece;

        /// <summary>Bytes of the file that the current piece still takes.</summary>
        private long left;
        private bool isWhole = true;

        public PieceRun(FileVerifier verifier, TorrentFile file, PieceBits? known, Action<int, bool> onPiece, CancellationToken cancellation)
        {
            (this.verifier, this.file, this.known, this.onPiece, this.cancellation) = (verifier, file, known, onPiece, cancellation);
            hash = new PieceHash(verifier.Torrent, file);
            (piece, last) = verifier.map.PiecesOf(file.Index)!.Value;
            Begin();
        }

        public List<int> Bad { get; } = [];

        public void Append(ReadOnlySpan<byte> bytes)
        {
            while (bytes.Length > 0)
            {
                var part = bytes[..(int)Math.Min(bytes.Length, left)];
                if (!IsKnown)
                    hash.Append(part);
                left -= part.Length;
                bytes = bytes[part.Length..];
                if (left == 0)
                    End();
            }
        }

        /// <summary>What the file on the disk does not have is bad.</summary>
        public void Complete()
        {
            for (; piece <= last; piece++)
                Report(isGood: false);
        }

        public void Dispose() => hash.Dispose();

        private bool IsKnown => known?[piece] ?? false;

        private void Begin()
        {
            var start = (long)piece * verifier.Torrent.PieceLength;
            left = Math.Min(file.End, start + verifier.Torrent.LengthOf(piece)) - Math.Max(file.Offset, start);
            isWhole = IsKnown || verifier.AppendNeighbours(hash, file, piece, before: true, cancellation);
        }

        private void End()
        {
            if (!IsKnown)
            {
                isWhole &= verifier.AppendNeighbours(hash, file, piece, before: false, cancellation);
                Report(hash.Matches(piece) && isWhole);
            }

            if (++piece <= last)
                Begin();
        }

        private void Report(bool isGood)
        {
            if (!isGood)
                Bad.Add(piece);
            onPiece(piece, isGood);
        }
    }

    /// <summary>Hashes the bytes of a piece that are in other files, before or behind those of the file.</summary>
    /// <returns>False where a neighbour does not have them.</returns>
    private bool AppendNeighbours(PieceHash hash, TorrentFile file, int piece, bool before, CancellationToken cancellationToken)
    {
        var isWhole = true;
        var start = (long)piece * Torrent.PieceLength;
        if (Torrent.HasV1 && (before ? file.Offset > start : file.End < start + Torrent.LengthOf(piece)))
            foreach (var segment in map.SegmentsOf(piece).Where(segment => before ? segment.File.Index < file.Index : segment.File.Index > file.Index))
                isWhole &= segment.File.IsPadding ? AppendZeros(hash, segment.Length) : AppendFrom(hash, segment, cancellationToken);
        return isWhole;
    }

    private static bool AppendZeros(PieceHash hash, int length)
    {
        var zeros = new byte[Math.Min(length, BufferBytes)];
        for (; length > 0; length -= zeros.Length)
            hash.AppendNeighbour(zeros.AsSpan(0, Math.Min(length, zeros.Length)));
        return true;
    }

    private bool AppendFrom(PieceHash hash, PieceSegment segment, CancellationToken cancellationToken)
    {
        var path = pathOf(segment.File);
        if (Stat(path) is null)
            return false;
        using var handle = File.OpenHandle(path);
        var buffer = new byte[Math.Min(segment.Length, BufferBytes)];
        var end = segment.Offset + segment.Length;
        for (var offset = segment.Offset; offset < end;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Fill(handle, buffer, offset, end);
            if (count == 0)
                return false;
            hash.AppendNeighbour(buffer.AsSpan(0, count));
            offset += count;
        }

        return true;
    }
}

/// <param name="WithSha256">Take the SHA-256 of the whole file too.</param>
/// <param name="Threads">Of one file: with two or more, pieces and SHA-256 are hashed at once.</param>
public sealed record VerifyOptions(bool WithSha256 = true, int Threads = 1);
