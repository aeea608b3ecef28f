using System.Text;
using ICSharpCode.SharpZipLib;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Tests.MusicBrainz;

public sealed class DumpArchiveTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("mbdump.tar")]
    [InlineData("mbdump.tar.gz")]
    public void Members_CancelledBetweenMembers_Stops(string name)
    {
        using var source = new CancellationTokenSource();
        var dump = new DumpBuilder().Write(folder.Path, name);
        using var members = DumpArchive.Members(new DumpFile(name, folder.File(dump.File.Key.Segments[^1])), long.MaxValue, source.Token).GetEnumerator();
        Assert.True(members.MoveNext());
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => members.MoveNext());
    }

    /// <summary>A member is skipped in one call, which reads all of it.</summary>
    [Fact]
    public void Read_CancelledWhileAMemberIsSkipped_Stops()
    {
        using var source = new CancellationTokenSource();
        using var stream = new CappedStream(new MemoryStream(new byte[1_000]), long.MaxValue, source.Token);
        Assert.Equal(100, stream.Read(new byte[100]));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => stream.Read(new byte[100]));
    }

    /// <summary>The metadata of an entry is read into one array; this one claims 8 GB of it.</summary>
    [Fact]
    public async Task Derive_MetadataEntryLargerThanAnArray_IsRefusedAsUnreadable()
    {
        var tar = new DumpBuilder().Tar();
        var header = tar.AsSpan(0, 512);
        header[156] = (byte)'x';
        "77777777777\0"u8.CopyTo(header[124..]);
        header[148..156].Fill((byte)' ');
        var sum = 0;
        foreach (var octet in header)
            sum += octet;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
        Assert.StartsWith("unreadable:", (await DeriveAsync("mbdump.tar", tar)).Detail, StringComparison.Ordinal);
    }

    /// <summary>The decompressor reads beyond its arrays at some of these bits.</summary>
    [Fact]
    public void Read_BZip2WithOneBitTurned_IsInvalidWhereItCannotBeRead()
    {
        const int BitsBetween = 199;
        var random = new Random(20261127);
        var content = new byte[3_000];
        foreach (ref var octet in content.AsSpan())
            octet = (byte)random.Next(random.Next(1, 200));
        var whole = DumpBuilder.BZip2(content);
        var invalid = 0;
        for (var bit = 0; bit < whole.Length * 8; bit += BitsBetween)
        {
            var bytes = whole.ToArray();
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
            using var stream = new BZip2Stream(new MemoryStream(bytes));
            if (Record.Exception(() => stream.CopyTo(Stream.Null)) is { } ex)
            {
                Assert.True(ex is InvalidDataException or EndOfStreamException or SharpZipBaseException, $"Bit {bit}: {ex}");
                invalid += ex is InvalidDataException ? 1 : 0;
            }
        }

        Assert.NotEqual(0, invalid);
    }

    public void Dispose() => folder.Dispose();

    private async Task<DerivedStatus> DeriveAsync(string name, byte[] content)
    {
        var path = folder.File(name);
        await File.WriteAllBytesAsync(path, content);
        using var world = new XrefWorld(folder.Path);
        return await world.AnnounceAsync(DumpBuilder.Announce(path, name));
    }
}
