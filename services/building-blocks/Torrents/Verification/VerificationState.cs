using System.Text.Json;
using SpotifyPlatform.Artifacts;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Pieces;

namespace SpotifyPlatform.Torrents.Verification;

/// <summary>
/// Which pieces of a torrent hashed well, in a file that is replaced as a whole. A piece counts for as long as every file that has bytes of it has the length and the
/// time of writing that it had when it was hashed. Safe for several threads.
/// </summary>
public sealed class VerificationState
{
    /// <summary>Four million pieces and 200,000 files need less.</summary>
    private const int MaxBytes = 64 << 20;

    private readonly Lock gate = new();
    private readonly string path;
    private readonly TorrentMetadata torrent;
    private readonly Func<TorrentFile, string> pathOf;
    private readonly PieceMap map;
    private readonly PieceBits good;

    /// <summary>By the file's index.</summary>
    private readonly Dictionary<int, HashedFile> files = [];

    private VerificationState(string path, TorrentMetadata torrent, Func<TorrentFile, string> pathOf)
    {
        (this.path, this.torrent, this.pathOf) = (path, torrent, pathOf);
        map = new PieceMap(torrent);
        good = new PieceBits(torrent.PieceCount);
    }

    /// <summary>How many pieces are good.</summary>
    public int GoodPieces
    {
        get
        {
            lock (gate)
                return good.SetCount;
        }
    }

    /// <summary>What was stored, less what was written to since. What cannot be read, is damaged or is of another torrent counts as nothing.</summary>
    /// <param name="pathOf">Where a file is on the disk.</param>
    public static VerificationState Load(string path, TorrentMetadata torrent, Func<TorrentFile, string> pathOf)
    {
        var state = new VerificationState(path, torrent, pathOf);
        if (Read(path) is not { } stored || stored.InfoHash != $"{torrent.InfoHash}" || PieceBits.From(stored.Pieces, torrent.PieceCount) is not { } bits)
            return state;
        for (var piece = 0; piece < torrent.PieceCount; piece++)
            state.good[piece] = bits[piece];
        foreach (var file in stored.Files.Where(file => file.Index >= 0 && file.Index < torrent.Files.Count))
            state.files[file.Index] = file;
        foreach (var file in torrent.Files.Where(file => !file.IsPadding))
            if (!state.IsUnchanged(file))
                state.Forget(file);
        return state;
    }

    /// <summary>A copy of the bits of all pieces.</summary>
    public PieceBits CopyBits()
    {
        lock (gate)
            return PieceBits.From(good.ToArray(), torrent.PieceCount)!;
    }

    /// <summary>
    /// What a file is that was found complete; null where it was not, or was written to since. It stays complete when a file is written to that shares a piece with it.
    /// </summary>
    public HashedFile? FindComplete(TorrentFile file)
    {
        lock (gate)
            return files.TryGetValue(file.Index, out var hashed) && hashed.Sha256 is not null && IsUnchanged(file) ? hashed : null;
    }

    /// <summary>Forgets what is known of a file, before it is hashed anew or where it was written to.</summary>
    public void Forget(TorrentFile file)
    {
        lock (gate)
        {
            files.Remove(file.Index);
            if (map.PiecesOf(file.Index) is not { } range)
                return;
            for (var piece = range.First; piece <= range.Last; piece++)
                good[piece] = false;
        }
    }

    /// <summary>Notes what a file is, and what those are that share a piece with it, before its pieces are hashed. What was known of one that was written to is forgotten.</summary>
    public void Begin(TorrentFile file)
    {
        lock (gate)
        {
            Note(file);
            if (map.PiecesOf(file.Index) is not { } range)
                return;
            foreach (var segment in map.SegmentsOf(range.First).Concat(map.SegmentsOf(range.Last)).Where(segment => !segment.File.IsPadding))
                Note(segment.File);
        }
    }

    public void Set(int piece, bool isGood)
    {
        lock (gate)
            good[piece] = isGood;
    }

    /// <summary>Notes how the verification of a file ended that <see cref="Begin"/> was called for.</summary>
    public void End(FileVerdict verdict)
    {
        lock (gate)
        {
            if (verdict.IsStable && files.TryGetValue(verdict.File.Index, out var begun) && (begun.Length, begun.ModifiedTicks) == (verdict.Length, verdict.ModifiedTicks))
                files[verdict.File.Index] = begun with { Sha256 = verdict.IsComplete ? verdict.Sha256 : null };
            else
                Forget(verdict.File);
        }
    }

    /// <summary>Replaces the stored state; a crash leaves the older one or this one.</summary>
    public void Save()
    {
        byte[] json;
        lock (gate)
            json = JsonSerializer.SerializeToUtf8Bytes(
                new Stored($"{torrent.InfoHash}", good.ToArray(), [.. files.Values.OrderBy(file => file.Index)]), StoredVerificationContext.Default.Stored);
        StagedFile.WriteAll(path, SealedJson.Seal(json));
    }

    private static Stored? Read(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= MaxBytes } ? JsonSerializer.Deserialize(SealedJson.Open(File.ReadAllBytes(path)), StoredVerificationContext.Default.Stored) : null;
        }
        catch (Exception ex) when (ex is InvalidDataException or JsonException)
        {
            return null;
        }
    }

    private static (long Length, long ModifiedTicks)? Stat(string path) =>
        RegularFile.Exists(path) && new FileInfo(path) is { Exists: true } info ? (info.Length, info.LastWriteTimeUtc.Ticks) : null;

    private bool IsUnchanged(TorrentFile file) =>
        files.TryGetValue(file.Index, out var known) && Stat(pathOf(file)) is { } stat && (known.Length, known.ModifiedTicks) == stat;

    private void Note(TorrentFile file)
    {
        if (IsUnchanged(file))
            return;
        Forget(file);
        if (Stat(pathOf(file)) is { } stat)
            files[file.Index] = new HashedFile(file.Index, stat.Length, stat.ModifiedTicks, null);
    }

    internal sealed record Stored(string InfoHash, byte[] Pieces, IReadOnlyList<HashedFile> Files);
}

/// <summary>A file as it was when its pieces were hashed.</summary>
/// <param name="ModifiedTicks">UTC ticks of the last write.</param>
/// <param name="Sha256">Of the whole file, lower-case hexadecimal; null unless it was complete.</param>
public sealed record HashedFile(int Index, long Length, long ModifiedTicks, string? Sha256);
