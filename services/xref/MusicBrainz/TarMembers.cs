using System.Globalization;
using System.Text;
using SpotifyPlatform.Artifacts;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>
/// Reads the members of a tar archive in their order, in constant memory whatever the archive claims: POSIX (ustar, pax), GNU and old forms. An archive
/// that is cut anywhere is an error, where <c>System.Formats.Tar</c> gives the bytes that are there.
/// </summary>
/// <param name="archive">Owned.</param>
internal sealed class TarMembers(Stream archive) : IDisposable
{
    private const int BlockBytes = 512;

    /// <summary>Limits names, which the archive states in entries of their own.</summary>
    private const int MaxNameBytes = 64 << 10;
    private const int MaxAttributeBytes = 1 << 20;

    private readonly byte[] block = new byte[BlockBytes];
    private MemberStream? content;
    private long padding;

    /// <summary>Of the current member; without segments that are empty or <c>.</c>.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Of the current member; valid until the next one.</summary>
    public Stream Content => content!;

    /// <summary>Moves to the next file; folders and links are passed over. False behind the last.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged, or a name is longer than any real one.</exception>
    /// <exception cref="EndOfStreamException">The archive is cut.</exception>
    public bool MoveNext()
    {
        var attributes = default(TarAttributes);
        while (true)
        {
            Skip();
            if (archive.ReadAtLeast(block, BlockBytes, throwOnEndOfStream: false) is var read && read < BlockBytes)
                throw new EndOfStreamException(read == 0 ? "The archive has no end marker: it is cut." : "The archive is cut inside a header.");
            if (!block.AsSpan().ContainsAnyExcept((byte)0))
                return false;
            var header = TarHeader.Parse(block);
            Open(header, attributes);
            switch (header.Kind)
            {
                case TarKind.LongName:
                    attributes = attributes with { Path = TarHeader.Text(ReadAll(MaxNameBytes)) };
                    break;
                case TarKind.Attributes:
                    attributes = TarAttributes.Parse(ReadAll(MaxAttributeBytes), attributes);
                    break;
                case TarKind.File or TarKind.Sparse:
                    Name = PlainName(attributes.Path ?? header.Name);
                    return true;
                case TarKind.Other:
                    attributes = default;
                    break;
            }
        }
    }

    public void Dispose()
    {
        content?.Dispose();
        archive.Dispose();
    }

    /// <summary>A dump that was packed again with <c>tar -cf mbdump.tar .</c> has a dot before each name, with <c>tar -P</c> a slash.</summary>
    private static string PlainName(string name) => string.Join('/', name.Split('/').Where(segment => segment is not ("" or ".")));

    private void Open(TarHeader header, TarAttributes attributes)
    {
        var isFile = header.Kind is TarKind.File or TarKind.Sparse;
        var length = isFile ? attributes.Size ?? header.Size : header.Size;
        if (archive.CanSeek && length > archive.Length - archive.Position)
            throw new EndOfStreamException($"The archive is cut: '{header.ShortName}' has {length} bytes, and {archive.Length - archive.Position} are left.");
        content = new MemberStream(archive, length, header.ShortName, header.Kind == TarKind.Sparse || isFile && attributes.IsSparse);
        padding = (BlockBytes - length % BlockBytes) % BlockBytes;
    }

    private byte[] ReadAll(int most)
    {
        if (content!.Length > most)
            throw new InvalidDataException($"A name or attribute of the archive has {content.Length} bytes; real ones have some hundred.");
        var bytes = new byte[content.Length];
        content.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Passes over what is left of the member.</summary>
    private void Skip()
    {
        if (content is null)
            return;
        var bytes = content.Length - content.Position + padding;
        // Padding that is missing at the end shows as a missing end marker.
        if (archive.CanSeek)
            archive.Seek(Math.Min(bytes, archive.Length - archive.Position), SeekOrigin.Current);
        else
            MemberStream.Discard(archive, bytes);
        content = null;
    }

    private sealed class MemberStream(Stream archive, long length, string name, bool isSparse) : ForwardReadStream
    {
        private const int BufferBytes = 1 << 16;
        private long position;

        public override long Length => length;

        public override long Position { get => position; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            if (isSparse)
                throw new InvalidDataException($"'{name}' is stored sparse. Pack the archive again without --sparse.");
            var wanted = (int)Math.Min(buffer.Length, length - position);
            if (wanted == 0)
                return 0;
            var read = archive.Read(buffer[..wanted]);
            if (read == 0)
                throw new EndOfStreamException($"The archive is cut: '{name}' has {length} bytes, of which {position} are there.");
            position += read;
            return read;
        }

        public static void Discard(Stream archive, long bytes)
        {
            var buffer = new byte[(int)Math.Min(bytes, BufferBytes)];
            while (bytes > 0 && archive.Read(buffer.AsSpan(0, (int)Math.Min(bytes, buffer.Length))) is var read and > 0)
                bytes -= read;
        }
    }
}

/// <summary>What an extended header (pax) says of the member that follows.</summary>
internal readonly record struct TarAttributes(string? Path, long? Size, bool IsSparse)
{
    /// <summary>Records of the form <c>LENGTH KEY=VALUE\n</c>, where the length is that of the record.</summary>
    /// <exception cref="InvalidDataException">They have another form.</exception>
    public static TarAttributes Parse(ReadOnlySpan<byte> records, TarAttributes known)
    {
        while (!records.IsEmpty)
        {
            var space = records.IndexOf((byte)' ');
            if (space < 1 || !int.TryParse(records[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length <= space + 1 || length > records.Length)
                throw Malformed();
            var record = records[(space + 1)..length].TrimEnd((byte)'\n');
            var equals = record.IndexOf((byte)'=');
            if (equals < 0)
                throw Malformed();
            known = known.With(Encoding.UTF8.GetString(record[..equals]), record[(equals + 1)..]);
            records = records[length..];
        }

        return known;
    }

    private TarAttributes With(string key, ReadOnlySpan<byte> value) => key switch
    {
        "path" => this with { Path = Path is not null && IsSparse ? Path : Encoding.UTF8.GetString(value) },
        "GNU.sparse.name" => this with { Path = Encoding.UTF8.GetString(value), IsSparse = true },
        "size" => this with { Size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : throw Malformed() },
        _ when key.StartsWith("GNU.sparse.", StringComparison.Ordinal) => this with { IsSparse = true },
        _ => this,
    };

    private static InvalidDataException Malformed() => new("The archive has an extended header that cannot be read.");
}
