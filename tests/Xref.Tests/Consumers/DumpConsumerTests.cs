using System.Security.Cryptography;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.Xref.Tests.Consumers;

public sealed class DumpConsumerTests : IDisposable
{
    private static readonly DumpBuilder Dump = new()
    {
        Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(1)),
        Recordings = DumpBuilder.Recording(1, Scenario.Gid(1), 200_000),
    };

    private readonly TempFolder folder = new();
    private readonly XrefProcess xref;

    public DumpConsumerTests() => xref = new XrefProcess(folder.Path, new FakeEventBus(), options: new XrefOptions { MaxDumpBytes = 100_000 });

    [Theory]
    [InlineData("mbdump.tar")]
    [InlineData("mbdump.tar.gz")]
    [InlineData("mbdump.tar.zst")]
    [InlineData("MBDUMP.TAR.ZST")]
    public async Task Handle_EveryCompression_IsRead(string name)
    {
        Assert.Null(await xref.HandleAsync(Write(Dump, name)));
        await xref.HandleAsync(Scenario.Batch(Scenario.Row(1, Scenario.Isrc(1))));
        Assert.Equal(Scenario.Mbid(1), (await MatchAsync(1)).Mbid);
    }

    [Theory]
    [InlineData("mbdump.tar.bz2", "lbunzip2")]
    [InlineData("mbdump.tar.xz", ".tar.zst")]
    public async Task Handle_CompressionNotRead_IsRefusedWithTheRemedy(string name, string remedy)
    {
        var refusal = await xref.HandleAsync(Write(Dump, name));
        Assert.Equal("compression_not_read", refusal!.Reason);
        Assert.Contains(remedy, refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_OtherKinds_AreNotOurs()
    {
        foreach (var kind in Enum.GetValues<FileKind>().Where(kind => kind != FileKind.MusicbrainzDump))
            Assert.Null(await xref.HandleAsync(new FileVerified { Name = "mbdump.tar", Path = "nowhere", Kind = kind }));
    }

    [Fact]
    public async Task Handle_FileGone_IsRefused()
    {
        var announced = Write(Dump, "mbdump.tar");
        File.Delete(announced.Path);
        Assert.Equal("file_missing", (await xref.HandleAsync(announced))!.Reason);
    }

    [Fact]
    public async Task Handle_FileReplacedSinceAnnounced_IsRefused()
    {
        var announced = Write(Dump, "mbdump.tar");
        await File.AppendAllTextAsync(announced.Path, "more");
        Assert.Equal("hash_differs", (await xref.HandleAsync(announced))!.Reason);
    }

    [Fact]
    public async Task Handle_HashOfTheWrongLength_IsRefused()
    {
        var announced = Write(Dump, "mbdump.tar");
        announced.Sha256 = ByteString.CopyFrom(1, 2, 3);
        Assert.Equal("bad_event", (await xref.HandleAsync(announced))!.Reason);
    }

    [Theory]
    [InlineData("mbdump.tar", 700)]
    [InlineData("mbdump.tar.gz", 60)]
    [InlineData("mbdump.tar.zst", 60)]
    public async Task Handle_CutFile_IsRefusedAndTheOldDumpStays(string name, int bytes)
    {
        await xref.HandleAsync(Write(Dump, "mbdump.tar"));
        var before = xref.Digest();
        var whole = Write(Dump with { Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(2)) }, name);
        await File.WriteAllBytesAsync(whole.Path, (await File.ReadAllBytesAsync(whole.Path))[..bytes]);
        var refusal = await xref.HandleAsync(DumpBuilder.Announce(whole.Path, name));
        Assert.Contains(refusal!.Reason, new[] { "unreadable", "no_schema", "member_missing" });
        Assert.Equal(before, xref.Digest());
    }

    [Fact]
    public async Task Handle_RowsRefusedHalfway_LeavesTheOldDumpWhole()
    {
        await xref.HandleAsync(Write(Dump, "mbdump.tar"));
        var before = xref.Digest();
        var refusal = await xref.HandleAsync(Write(Dump with { Recordings = "no row\n" }, "mbdump.tar"));
        Assert.Equal("too_many_bad_lines", refusal!.Reason);
        Assert.Equal(before, xref.Digest());
    }

    [Fact]
    public async Task Handle_DecompressesWithoutEnd_IsRefusedAtTheLimit()
    {
        var refusal = await xref.HandleAsync(Write(Dump with { Recordings = new string('\n', 50_000_000) }, "mbdump.tar.gz"));
        Assert.Equal("too_large", refusal!.Reason);
    }

    [Fact]
    public async Task Handle_TheSameDumpAgain_ReadsNothing()
    {
        var announced = Write(Dump, "mbdump.tar");
        await xref.HandleAsync(announced);
        File.Delete(announced.Path);
        Assert.Null(await xref.HandleAsync(announced));
    }

    public void Dispose()
    {
        xref.Dispose();
        folder.Dispose();
    }

    private FileVerified Write(DumpBuilder dump, string name)
    {
        if (!name.EndsWith(".zst", StringComparison.OrdinalIgnoreCase))
            return dump.Write(folder.Path, name);
        var path = folder.File(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        using (var bytes = new ZstdWriteStream(File.Create(path)))
            bytes.Write(dump.Tar());
        return DumpBuilder.Announce(path, name);
    }

    private async Task<TrackMatch> MatchAsync(int track) =>
        Assert.Single(await xref.Store.GetAsync([Scenario.Track(track)], CancellationToken.None));
}
