using System.IO.Compression;
using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.Tables.Deriving;
using ZstdSharp;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Reads the members of a dump's tar in their order.</summary>
internal static class DumpArchive
{
    private const int BufferBytes = 1 << 17;

    private static readonly string[] Extensions = [".tar", ".tar.gz", ".tgz", ".tar.zst", ".tar.bz2"];

    /// <summary>Reads the archive from its start. A member's content is valid until the next member is read.</summary>
    /// <param name="maxBytes">Limits the archive, decompressed.</param>
    /// <exception cref="TableRefusedException">The compression is not supported, or the archive is too large.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged; so are <see cref="EndOfStreamException"/>, <see cref="ZstdException"/> and those of SharpZipLib.</exception>
    public static IEnumerable<(string Name, Stream Content)> Members(DumpFile file, long maxBytes, CancellationToken cancellationToken)
    {
        using var members = new TarMembers(Open(file, maxBytes, cancellationToken));
        while (members.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return (members.Name, members.Content);
        }
    }

    /// <summary>How a dump of this name is compressed, as its extension says.</summary>
    public static string CompressionOf(string name) =>
        Array.Find(Extensions, extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) ?? Path.GetExtension(name).ToLowerInvariant();

    private static Stream Open(DumpFile file, long maxBytes, CancellationToken cancellationToken)
    {
        var open = Decompressor(file);
        var bytes = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
        if (open is not null)
            return new CappedStream(open(bytes), maxBytes, cancellationToken);
        // A plain tar is as large as its file and seekable: skipping members costs nothing.
        if (bytes.Length <= maxBytes)
            return bytes;
        bytes.Dispose();
        throw CappedStream.TooLarge(maxBytes);
    }

    private static Func<Stream, Stream>? Decompressor(DumpFile file) => CompressionOf(file.Name) switch
    {
        ".tar" => null,
        ".tar.gz" or ".tgz" => bytes => new GZipStream(bytes, CompressionMode.Decompress),
        ".tar.zst" => bytes => ZstdStreams.Decompress(bytes),
        ".tar.bz2" => bytes => new BZip2Stream(bytes),
        _ => throw new TableRefusedException(
            "compression_not_supported", $"{file.Name} is not a .tar, .tar.gz, .tar.bz2 or .tar.zst. Decompress it to a .tar."),
    };
}
