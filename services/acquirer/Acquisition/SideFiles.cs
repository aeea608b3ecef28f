using System.Buffers.Binary;
using SpotifyPlatform.Artifacts;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>
/// The files beside a SQLite database in which its latest changes stand while it is in use: a write-ahead log, or the journal of a write that did not
/// end. A database is read without them, because to read it with them writes to it, so one that needs them is refused.
/// </summary>
internal static class SideFiles
{
    private const int LogHeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const int SaltAt = 16;
    private const int FrameSaltAt = 8;
    private const int SaltBytes = 8;
    private const uint LogMagic = 0x377F0682;

    private static ReadOnlySpan<byte> JournalMagic => [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7];

    /// <summary>Why the database alone is not what its user sees, with the remedy; null where it is.</summary>
    /// <param name="name">The database's name, for the message.</param>
    /// <exception cref="IOException">A side file cannot be read.</exception>
    public static string? Explain(string path, string name)
    {
        var bytes = new byte[LogHeaderBytes + FrameHeaderBytes];
        if (ReadStart(path + "-wal", bytes) is var log && HasFrame(bytes.AsSpan(0, log)))
            return $"{name}-wal beside it holds changes that are not in the file itself. End the program that uses it, or write them back: sqlite3 {name} 'PRAGMA wal_checkpoint(TRUNCATE)'.";
        if (ReadStart(path + "-journal", bytes) is var journal && bytes.AsSpan(0, journal).StartsWith(JournalMagic))
            return $"{name}-journal beside it belongs to a write that has not ended, so that the file is half changed. End the program that writes, or roll back: sqlite3 {name} .tables";
        return null;
    }

    /// <summary>Whether the log has a frame of its present round; SQLite ignores what is left of earlier ones.</summary>
    private static bool HasFrame(ReadOnlySpan<byte> log) =>
        log.Length == LogHeaderBytes + FrameHeaderBytes
        && (BinaryPrimitives.ReadUInt32BigEndian(log) & ~1U) == LogMagic
        && log.Slice(SaltAt, SaltBytes).SequenceEqual(log.Slice(LogHeaderBytes + FrameSaltAt, SaltBytes));

    private static int ReadStart(string path, byte[] bytes)
    {
        if (!RegularFile.Exists(path))
            return 0;
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return RandomAccess.Read(file, bytes, 0);
    }
}
