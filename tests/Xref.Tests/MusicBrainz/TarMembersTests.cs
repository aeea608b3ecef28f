using System.Formats.Tar;
using System.Text;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Tests.MusicBrainz;

/// <summary>Archives of every form, cut and hostile ones among them.</summary>
public sealed class TarMembersTests : IDisposable
{
    private const int BlockBytes = 512;

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void MoveNext_AnyFormat_GivesNamesAndContents(TarEntryFormat format)
    {
        var name = format is TarEntryFormat.Pax or TarEntryFormat.Gnu ? $"{new string('n', 300)}/file" : "mbdump/isrc";
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, format, leaveOpen: true))
        {
            tar.WriteEntry(Entry(format, TarEntryType.Directory, "mbdump/", null));
            tar.WriteEntry(Entry(format, format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile, name, "content"));
            tar.WriteEntry(Entry(format, format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile, "./empty", ""));
        }

        Assert.Equal([(name, "content"), ("empty", "")], Read(bytes.ToArray()));
    }

    /// <summary>Matches fell from 1,039 to 477 when a dump was cut in a member, and nothing said so.</summary>
    [Theory]
    [InlineData("mbdump.tar")]
    [InlineData("mbdump.tar.gz")]
    public async Task Derive_ArchiveCutAnywhere_IsRefusedOrWhole(string name)
    {
        var tar = (SmallWorld.Dump with { Redirects = "" }).Tar();
        var whole = await DeriveAsync(name, tar);
        Assert.Equal(DerivedState.Current, whole.Status.State);
        var refused = 0;
        for (var length = BlockBytes; length < tar.Length; length += 251)
        {
            var (status, rows) = await DeriveAsync(name, tar[..length]);
            Assert.True(status.State == DerivedState.Refused || rows == whole.Rows, $"{length} of {tar.Length} bytes: {rows} rows, not {whole.Rows}");
            refused += status.State == DerivedState.Refused ? 1 : 0;
        }

        Assert.True(refused > 10, $"{refused} were refused");
    }

    [Fact]
    public void Read_SizeInBase256_IsThatSize()
    {
        var tar = Tar("name", "content");
        tar.AsSpan(124, 12).Clear();
        (tar[124], tar[135]) = (0x80, 7);
        Seal(tar);
        Assert.Equal([("name", "content")], Read(tar));
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7 })]
    [InlineData(new byte[] { (byte)'9', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void Read_SizeThatNoFileHas_IsAnError(byte[] size)
    {
        var tar = Tar("name", "content");
        size.CopyTo(tar.AsSpan(124));
        Seal(tar);
        var ex = Record.Exception(() => Read(tar));
        Assert.True(ex is InvalidDataException or EndOfStreamException, $"{ex}");
        ex = Record.Exception(() => Read(tar, canSeek: false));
        Assert.True(ex is InvalidDataException or EndOfStreamException, $"{ex}");
    }

    /// <summary>The name is not there: it is refused for the size that it claims, before any of it is read.</summary>
    [Theory]
    [InlineData('L')]
    [InlineData('x')]
    public void Read_NameOf1Point9Gigabytes_IsAnErrorInLittleMemory(char type)
    {
        var tar = Tar("name", "content");
        tar[156] = (byte)type;
        "16100000000\0"u8.CopyTo(tar.AsSpan(124));
        Seal(tar);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Read(tar, canSeek: false));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public async Task Derive_MemberStoredSparse_IsRefusedWithTheRemedy()
    {
        var tar = SmallWorld.Dump.Tar();
        var at = 0;
        while (Encoding.ASCII.GetString(tar, at, 11) != "mbdump/isrc")
            at += BlockBytes;
        tar[at + 156] = (byte)'S';
        Seal(tar.AsSpan(at));
        var (status, _) = await DeriveAsync("mbdump.tar", tar);
        Assert.StartsWith("unreadable:", status.Detail, StringComparison.Ordinal);
        Assert.Contains("--sparse", status.Detail, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static List<(string Name, string Text)> Read(byte[] tar, bool canSeek = true)
    {
        Stream stream = new MemoryStream(tar, writable: false);
        using var members = new TarMembers(canSeek ? stream : new CappedStream(stream, long.MaxValue, CancellationToken.None));
        var found = new List<(string, string)>();
        while (members.MoveNext())
            found.Add((members.Name, new StreamReader(members.Content).ReadToEnd()));
        return found;
    }

    private static byte[] Tar(string name, string text)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Gnu, leaveOpen: true))
            tar.WriteEntry(Entry(TarEntryFormat.Gnu, TarEntryType.RegularFile, name, text));
        return bytes.ToArray();
    }

    private static TarEntry Entry(TarEntryFormat format, TarEntryType type, string name, string? text)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type, name),
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.Pax => new PaxTarEntry(type, name),
            _ => new GnuTarEntry(type, name),
        };
        if (text is not null)
            entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return entry;
    }

    private static void Seal(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var octet in header[..BlockBytes])
            sum += octet;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    private async Task<(DerivedStatus Status, long Rows)> DeriveAsync(string name, byte[] tar)
    {
        var own = Directory.CreateDirectory(folder.File(Guid.NewGuid().ToString("N"))).FullName;
        var path = Path.Combine(own, name);
        await using (var file = File.Create(path))
        await using (Stream target = name.EndsWith(".gz", StringComparison.Ordinal) ? new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest) : file)
            await target.WriteAsync(tar);
        using var world = new XrefWorld(own);
        var status = await world.AnnounceAsync(DumpBuilder.Announce(path, name));
        return (status, status.State == DerivedState.Current ? (await world.ManifestAsync(RecordingTable.Name)).Rows : 0);
    }
}
