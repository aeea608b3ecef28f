using System.Formats.Tar;
using System.IO.Compression;
using SpotifyPlatform.Artifacts.Zstd;
using ZstdSharp;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Reads the members of a dump's tar in their order.</summary>
internal static class DumpArchive
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Reads the archive from its start. A member's content is valid until the next member is read.</summary>
    /// <param name="maxBytes">Most bytes of the decompressed archive.</param>
    /// <exception cref="DumpRefusedException">The compression is not supported, or the archive is too large.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged; so are <see cref="EndOfStreamException"/>, <see cref="ZstdException"/> and those of SharpZipLib.</exception>
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
        // A plain tar is as large as its file and seekable: skipping members costs nothing.
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
            return bytes => ZstdStreams.Decompress(bytes);
        if (EndsWith(".tar.bz2"))
            return bytes => new BZip2Stream(bytes);
        throw new DumpRefusedException(
            "compression_not_supported", $"{file.Name} is not a .tar, .tar.gz, .tar.bz2 or .tar.zst. Decompress it to a .tar.");
    }
}
