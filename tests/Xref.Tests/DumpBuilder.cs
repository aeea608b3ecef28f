using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using ICSharpCode.SharpZipLib.BZip2;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Xref.Tests;

/// <summary>Writes MusicBrainz dumps as tests need them.</summary>
internal sealed record DumpBuilder
{
    public const string RealTimestamp = "2026-05-20 00:12:33.413512+00";

    public string? Schema { get; init; } = "31\n";

    public string? Timestamp { get; init; } = RealTimestamp + "\n";

    public string Isrcs { get; init; } = "";

    public string Recordings { get; init; } = "";

    public string Redirects { get; init; } = "";

    /// <summary>Before each name, as <c>tar -cf mbdump.tar .</c> puts it there.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The members in their order; other names than the five get an invalid row.</summary>
    public string[] Order { get; init; } =
        ["TIMESTAMP", "SCHEMA_SEQUENCE", "mbdump/isrc", "mbdump/recording", "mbdump/recording_gid_redirect"];

    /// <summary>A row of isrc as schema 31 has it.</summary>
    public static string Isrc(int recording, string isrc) => $"{recording + 5_000_000}\t{recording}\t{isrc}\t0\t2020-01-01 00:00:00+00\n";

    /// <summary>A row of isrc as schema 30 has it, with its source.</summary>
    public static string OldIsrc(int recording, string isrc) => $"{recording + 5_000_000}\t{recording}\t{isrc}\t\\N\t0\t2020-01-01 00:00:00+00\n";

    public static string Recording(int id, Guid mbid, int? lengthMs) =>
        $"{id}\t{mbid:D}\tA name with a \\t tab and a \\\\ backslash\t77\t{lengthMs?.ToString(null, null) ?? "\\N"}\t\t0\t\\N\tf\n";

    public static string Redirect(Guid merged, int recording) => $"{merged:D}\t{recording}\t2020-01-01 00:00:00+00\n";

    /// <summary>Writes the dump into the input folder, compressed as its name says.</summary>
    public InputFile Write(string folder, string name = "mbdump.tar", long revision = 1)
    {
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}-{name}");
        using (var file = File.Create(path))
        using (Stream bytes = Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".gz" => new GZipStream(file, CompressionLevel.Fastest),
            ".bz2" => new BZip2OutputStream(file),
            ".zst" => ZstdStreams.Compress(file),
            _ => file,
        })
            bytes.Write(Tar());
        return Announce(path, name, revision);
    }

    public static byte[] BZip2(ReadOnlySpan<byte> content)
    {
        using var target = new MemoryStream();
        using (var bzip2 = new BZip2OutputStream(target) { IsStreamOwner = false })
            bzip2.Write(content);
        return target.ToArray();
    }

    /// <summary>A file of the input folder itself, as it is announced.</summary>
    public static InputFile Announce(string path, string name, long revision = 1) => new(
        "dump", name, "test", $"dump/{name}", revision,
        new ArtifactReference(ArtifactKey.Parse(InputKeys.Prefix + Path.GetFileName(path)), new FileInfo(path).Length, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))));

    public byte[] Tar()
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
            foreach (var name in Order)
                if (Text(name) is { } text)
                    tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, Prefix + name) { ModificationTime = DateTimeOffset.UnixEpoch, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        return bytes.ToArray();
    }

    private string? Text(string name) => name switch
    {
        "SCHEMA_SEQUENCE" => Schema,
        "TIMESTAMP" => Timestamp,
        "mbdump/isrc" => Isrcs,
        "mbdump/recording" => Recordings,
        "mbdump/recording_gid_redirect" => Redirects,
        _ => "not\ta\trow\n",
    };
}
