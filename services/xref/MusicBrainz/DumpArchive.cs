using System.Formats.Tar;
using System.IO.Compression;
using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>The members of a dump's tar, in the order in which they stand.</summary>
internal static class DumpArchive
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Reads the archive from its start; a member's content is valid until the next member is asked for.</summary>
    /// <param name="maxBytes">Bytes of the archive once decompressed.</param>
    /// <exception cref="DumpRefusedException">The compression is not read here, or the archive is too large.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged; <see cref="EndOfStreamException"/> and <see cref="ZstdException"/> say the same.</exception>
    public static IEnumerable<(string Name, Stream Content)> Members(DumpFile file, long maxBytes)
    {
        using var stream = Open(file, maxBytes);
        using var tar = new TarReader(stream);
        while (tar.GetNextEntry() is { } entry)
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                yield return (entry.Name, entry.DataStream ?? Stream.Null);
    }

    private static Stream Open(DumpFile file, long maxBytes)
    {
        var open = Decompressor(file);
        var bytes = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
        // A plain tar is as large as its file, and can be sought in: members that are not wanted cost nothing.
        return open is null ? bytes : new CappedStream(open(bytes), maxBytes);
    }

    private static Func<Stream, Stream>? Decompressor(DumpFile file)
    {
        bool EndsWith(string suffix) => file.Name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);
        if (EndsWith(".tar"))
            return null;
        if (EndsWith(".tar.gz") || EndsWith(".tgz"))
            return bytes => new GZipStream(bytes, CompressionMode.Decompress);
        if (EndsWith(".tar.zst"))
            return bytes => new ZstdReadStream(bytes);
        if (EndsWith(".tar.bz2"))
            throw new DumpRefusedException(
                "compression_not_read",
                $"{file.Name} is compressed with bzip2, which is not read here. Decompress it once, with 'lbunzip2' (every core) or 'bunzip2', and offer the .tar.");
        throw new DumpRefusedException("compression_not_read", $"{file.Name} is no .tar, .tar.gz or .tar.zst.");
    }
}
