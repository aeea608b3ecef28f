using Google.Protobuf;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Xref.Tests.Consumers;

public sealed class DumpConsumerTests : IDisposable
{
    private static readonly DumpBuilder Dump = new()
    {
        Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(1)),
        Recordings = DumpBuilder.Recording(1, Scenario.Gid(1), 200_000),
    };

    private readonly TemporaryFolder folder = new();
    private readonly XrefProcess xref;

    public DumpConsumerTests() => xref = new XrefProcess(folder.Path, new FakeEventBus(), options: new XrefOptions { MaxDumpBytes = 100_000 });

    [Theory]
    [InlineData("mbdump.tar")]
    [InlineData("mbdump.tar.gz")]
    [InlineData("mbdump.tar.bz2")]
    [InlineData("mbdump.tar.zst")]
    [InlineData("MBDUMP.TAR.ZST")]
    public async Task Handle_EveryCompression_IsRead(string name)
    {
        Assert.Null(await xref.HandleAsync(Write(Dump, name)));
        await xref.HandleAsync(Scenario.Batch(Scenario.Row(1, Scenario.Isrc(1))));
        Assert.Equal(Scenario.Mbid(1), (await MatchAsync(1)).Mbid);
    }

    [Fact]
    public async Task Handle_BZip2OfManyStreams_IsReadToItsEnd()
    {
        var tar = Dump.Tar();
        var path = folder.File("many.tar.bz2");
        await File.WriteAllBytesAsync(path, [.. DumpBuilder.BZip2(tar.AsSpan(0, 700)), .. DumpBuilder.BZip2(tar.AsSpan(700))]);
        Assert.Null(await xref.HandleAsync(DumpBuilder.Announce(path, "mbdump.tar.bz2")));
        await xref.HandleAsync(Scenario.Batch(Scenario.Row(1, Scenario.Isrc(1))));
        Assert.Equal(Scenario.Mbid(1), (await MatchAsync(1)).Mbid);
    }

    [Fact]
    public async Task Handle_UnknownCompression_IsRefusedWithTheRemedy()
    {
        var refusal = await xref.HandleAsync(Write(Dump, "mbdump.tar.xz"));
        Assert.Equal("compression_not_supported", refusal!.Reason);
        Assert.Contains("Decompress it", refusal.Detail, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Handle_Pipe_IsRefusedWithoutBeingOpened()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Pipes are told apart on Linux only.");
        var announced = Write(Dump, "mbdump.tar");
        File.Delete(PathOf(announced));
        NamedPipe.Create(PathOf(announced));
        var refusal = (await xref.HandleAsync(announced))!;
        Assert.Equal("hash_differs", refusal.Reason);
        Assert.Contains("not a regular file", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_OtherKinds_AreIgnored()
    {
        foreach (var kind in Enum.GetValues<FileKind>().Where(kind => kind != FileKind.MusicbrainzDump))
            Assert.Null(await xref.HandleAsync(new FileVerified { Name = "mbdump.tar", Kind = kind }));
    }

    [Fact]
    public async Task Handle_FileGone_IsRefused()
    {
        var announced = Write(Dump, "mbdump.tar");
        File.Delete(PathOf(announced));
        Assert.Equal("file_missing", (await xref.HandleAsync(announced))!.Reason);
    }

    [Fact]
    public async Task Handle_FileReplacedSinceAnnounced_IsRefused()
    {
        var announced = Write(Dump, "mbdump.tar");
        await File.AppendAllTextAsync(PathOf(announced), "more");
        Assert.Equal("hash_differs", (await xref.HandleAsync(announced))!.Reason);
    }

    [Fact]
    public async Task Handle_FileOfTheSameLengthChanged_IsRefused()
    {
        var announced = Write(Dump, "mbdump.tar");
        await File.WriteAllBytesAsync(PathOf(announced), new byte[announced.File.Length]);
        Assert.Equal("hash_differs", (await xref.HandleAsync(announced))!.Reason);
    }

    [Fact]
    public async Task Handle_HashOfTheWrongLength_IsRefused()
    {
        var announced = Write(Dump, "mbdump.tar");
        announced.File.Sha256 = ByteString.CopyFrom(1, 2, 3);
        Assert.Equal("bad_event", (await xref.HandleAsync(announced))!.Reason);
    }

    [Theory]
    [InlineData("mbdump.tar", 700)]
    [InlineData("mbdump.tar.gz", 60)]
    [InlineData("mbdump.tar.zst", 60)]
    [InlineData("mbdump.tar.bz2", 60)]
    public async Task Handle_CutFile_IsRefusedAndTheOldDumpStays(string name, int bytes)
    {
        await xref.HandleAsync(Write(Dump, "mbdump.tar"));
        var before = xref.Digest();
        var whole = Write(Dump with { Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(2)) }, name);
        await File.WriteAllBytesAsync(PathOf(whole), (await File.ReadAllBytesAsync(PathOf(whole)))[..bytes]);
        var refusal = await xref.HandleAsync(DumpBuilder.Announce(PathOf(whole), name));
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
        File.Delete(PathOf(announced));
        Assert.Null(await xref.HandleAsync(announced));
    }

    public void Dispose()
    {
        xref.Dispose();
        folder.Dispose();
    }

    private FileVerified Write(DumpBuilder dump, string name) => dump.Write(folder.Path, name);

    private string PathOf(FileVerified announced) => folder.File(Path.GetFileName(announced.File.Key));

    private async Task<TrackMatch> MatchAsync(int track) =>
        Assert.Single(await xref.Store.GetAsync([Scenario.Track(track)], CancellationToken.None));
}
