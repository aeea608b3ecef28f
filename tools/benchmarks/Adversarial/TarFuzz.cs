using System.Formats.Tar;
using System.Text;
using SpotifyPlatform.Artifacts;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary><c>fuzz tar</c>: mutated dumps of every tar format through the reader of archives, lines and rows.</summary>
internal static class TarFuzz
{
    private const int BlockBytes = 512;
    private const int ChecksumAt = 148;
    private const int ChecksumBytes = 8;

    public static int Run(string[] args)
    {
        byte[][] corpus = [Tar(TarEntryFormat.V7), Tar(TarEntryFormat.Ustar), Tar(TarEntryFormat.Pax), Tar(TarEntryFormat.Gnu)];
        return FuzzRun.Run("tar", 250_000, args, (random, _) => Fuzz(corpus[random.Next(corpus.Length)], random));
    }

    private static string Fuzz(byte[] tar, Random random)
    {
        var bytes = Mutations.Of(tar, random, headerBytes: BlockBytes, BlockBytes);
        // With a wrong checksum nothing else of a header is looked at.
        if (random.Next(4) > 0)
            Seal(bytes);
        Stream stream = new MemoryStream(bytes, writable: false);
        using var members = new TarMembers(random.Next(2) == 0 ? stream : new Forward(stream));
        try
        {
            while (members.MoveNext())
                Read(members.Content);
            return "archive complete";
        }
        catch (Exception ex) when (ex is InvalidDataException or EndOfStreamException)
        {
            return ex.GetType().Name;
        }
    }

    private static void Read(Stream content)
    {
        var lines = new CopyLineReader(content, 1_000);
        while (lines.Read(out var line) != LineRead.End)
        {
            _ = DumpRows.ReadIsrc(line, out _, out _);
            _ = DumpRows.ReadRecording(line, _ => true, out _);
            _ = DumpRows.ReadRedirect(line, out _, out _);
        }
    }

    private static byte[] Tar(TarEntryFormat format)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, format, leaveOpen: true))
        {
            tar.WriteEntry(Entry(format, "TIMESTAMP", "2026-05-20 00:12:33.413512+00\n"));
            tar.WriteEntry(Entry(format, "SCHEMA_SEQUENCE", "31\n"));
            tar.WriteEntry(Entry(format, format == TarEntryFormat.V7 ? "mbdump/artist" : $"mbdump/{new string('x', 140)}/a-name-of-many-characters", "1\tname\n"));
            tar.WriteEntry(Entry(
                format, "mbdump/isrc", string.Concat(Enumerable.Range(1, 40).Select(i => $"{i}\t{i}\tUSRC176{i:D5}\t0\t2020-01-01 00:00:00+00\n"))));
            tar.WriteEntry(Entry(
                format, "mbdump/recording", string.Concat(Enumerable.Range(1, 40).Select(i => $"{i}\t{Guid.Empty}\ta \\t name\t77\t{i}000\t\t0\t\\N\tf\n"))));
        }

        return bytes.ToArray();
    }

    private static TarEntry Entry(TarEntryFormat format, string name, string text)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
            TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
            TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
            _ => new GnuTarEntry(TarEntryType.RegularFile, name),
        };
        entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        return entry;
    }

    /// <summary>Writes the right checksum into every block that begins like a name.</summary>
    private static void Seal(byte[] tar)
    {
        for (var at = 0; at + BlockBytes <= tar.Length; at += BlockBytes)
        {
            var header = tar.AsSpan(at, BlockBytes);
            if (!char.IsAsciiLetter((char)header[0]) && header[0] != '.')
                continue;
            header.Slice(ChecksumAt, ChecksumBytes).Fill((byte)' ');
            var sum = 0;
            foreach (var octet in header)
                sum += octet;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[ChecksumAt..]);
        }
    }

    private sealed class Forward(Stream inner) : ForwardReadStream
    {
        public override int Read(Span<byte> buffer) => inner.Read(buffer);
    }
}
