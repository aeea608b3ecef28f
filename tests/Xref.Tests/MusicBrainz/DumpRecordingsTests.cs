using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Xref.Tests.MusicBrainz;

public sealed class DumpRecordingsTests : IDisposable
{
    private static readonly DumpBuilder Dump = new()
    {
        Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(1)),
        Recordings = DumpBuilder.Recording(1, Scenario.Gid(1), 200_000),
    };

    private readonly TemporaryFolder folder = new();
    private readonly XrefWorld world;

    public DumpRecordingsTests() => world = new XrefWorld(folder.Path, new XrefOptions { MaxDumpBytes = 100_000 });

    [Theory]
    [InlineData("mbdump.tar")]
    [InlineData("mbdump.tar.gz")]
    [InlineData("mbdump.tar.bz2")]
    [InlineData("mbdump.tar.zst")]
    [InlineData("MBDUMP.TAR.ZST")]
    public async Task Derive_EveryCompression_IsRead(string name)
    {
        Assert.Equal(DerivedState.Current, (await world.AnnounceAsync(Dump.Write(folder.Path, name))).State);
        Assert.Equal((1, 1, 1), await CountsAsync());
    }

    [Fact]
    public async Task Derive_BZip2OfManyStreams_IsReadToItsEnd()
    {
        var tar = Dump.Tar();
        var path = folder.File("many.tar.bz2");
        await File.WriteAllBytesAsync(path, [.. DumpBuilder.BZip2(tar.AsSpan(0, 700)), .. DumpBuilder.BZip2(tar.AsSpan(700))]);
        await world.AnnounceAsync(DumpBuilder.Announce(path, "mbdump.tar.bz2"));
        Assert.Equal((1, 1, 1), await CountsAsync());
    }

    [Fact]
    public async Task Derive_PackedAgainWithDotSlash_IsRead()
    {
        await world.AnnounceAsync((Dump with { Prefix = "./" }).Write(folder.Path));
        Assert.Equal((1, 1, 1), await CountsAsync());
    }

    [Fact]
    public async Task Derive_PackedInAFolder_IsRefusedWithWhatWasFound()
    {
        var status = await world.AnnounceAsync((Dump with { Prefix = "20260520-001633/" }).Write(folder.Path));
        AssertRefused("no_schema", status);
        Assert.Contains("'20260520-001633/TIMESTAMP'", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Derive_UnknownCompression_IsRefusedWithTheRemedy()
    {
        var status = await world.AnnounceAsync(Dump.Write(folder.Path, "mbdump.tar.xz"));
        AssertRefused("compression_not_supported", status);
        Assert.Contains("Decompress it", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Derive_RefusedUnderAWrongName_IsReadUnderTheRightOne()
    {
        var dump = Dump.Write(folder.Path, "mbdump.tar.gz");
        AssertRefused("unreadable", await world.AnnounceAsync(dump with { Name = "mbdump.tar" }));
        Assert.Equal(DerivedState.Current, (await world.AnnounceAsync(dump with { Revision = 2 })).State);
    }

    [SkippableFact]
    public async Task Derive_Pipe_IsWaitedForWithoutBeingOpened()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Pipes are told apart on Linux only.");
        var dump = Dump.Write(folder.Path);
        File.Delete(PathOf(dump));
        NamedPipe.Create(PathOf(dump));
        var status = await world.AnnounceAsync(dump);
        Assert.Equal(DerivedState.InputUnusable, status.State);
        Assert.Contains("not a regular file", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Derive_FileGone_IsWaitedForAndReadWhenItIsThere()
    {
        var dump = Dump.Write(folder.Path);
        File.Move(PathOf(dump), folder.File("aside"));
        Assert.Equal(DerivedState.InputUnusable, (await world.AnnounceAsync(dump)).State);
        File.Move(folder.File("aside"), PathOf(dump));
        Assert.Equal(DerivedState.Current, (await world.AnnounceAsync(dump)).State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Derive_FileChangedSinceAnnounced_IsNotRead(bool sameLength)
    {
        var dump = Dump.Write(folder.Path);
        if (sameLength)
            await File.WriteAllBytesAsync(PathOf(dump), new byte[dump.File.Length]);
        else
            await File.AppendAllTextAsync(PathOf(dump), "more");
        Assert.Equal(DerivedState.InputUnusable, (await world.AnnounceAsync(dump)).State);
        Assert.Null(await world.Store.FindCurrentAsync(RecordingTable.Name, CancellationToken.None));
    }

    [Theory]
    [InlineData("mbdump.tar", 700)]
    [InlineData("mbdump.tar.gz", 60)]
    [InlineData("mbdump.tar.zst", 60)]
    [InlineData("mbdump.tar.bz2", 60)]
    public async Task Derive_CutFile_IsRefusedAndTheOldDumpStays(string name, int bytes)
    {
        await world.AnnounceAsync(Dump.Write(folder.Path, name));
        var before = await world.DigestAsync();
        var whole = (Dump with { Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(2)) }).Write(folder.Path, name);
        await File.WriteAllBytesAsync(PathOf(whole), (await File.ReadAllBytesAsync(PathOf(whole)))[..bytes]);
        var status = await world.AnnounceAsync(DumpBuilder.Announce(PathOf(whole), name, revision: 2));
        Assert.Equal(DerivedState.Refused, status.State);
        Assert.Contains(status.Detail!.Split(':')[0], new[] { "unreadable", "no_schema", "member_missing" });
        Assert.Equal(before, await world.DigestAsync());
    }

    [Fact]
    public async Task Derive_RowsRefusedHalfway_LeavesTheOldDumpAndNoScratchFile()
    {
        await world.AnnounceAsync(Dump.Write(folder.Path));
        var before = await world.DigestAsync();
        AssertRefused("too_many_bad_lines", await world.AnnounceAsync((Dump with { Recordings = "no row\n" }).Write(folder.Path, revision: 2)));
        Assert.Equal(before, await world.DigestAsync());
        Assert.Empty(Directory.GetFiles(world.Scratch));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Derive_OtherFileBesideIsNoMainDump_GivesWay(bool first)
    {
        InputFile[] dumps = [Dump.Write(folder.Path), (Dump with { Order = ["TIMESTAMP", "SCHEMA_SEQUENCE"] }).Write(folder.Path, "mbdump-derived.tar")];
        foreach (var dump in first ? dumps.Reverse() : dumps)
            await world.AnnounceAsync(dump);
        Assert.Equal((1, 1, 1), await CountsAsync());
    }

    [Fact]
    public async Task Derive_NewestWasRefusedByAnEarlierProcess_IsTriedAgain()
    {
        var newest = Dump.Write(folder.Path);
        await world.AnnounceAsync(newest);
        var (before, id) = (await world.DigestAsync(), (await world.ManifestAsync(RecordingTable.Name)).Plan.Id);
        // As an earlier version of the program refused it, and went on with an older dump.
        await File.WriteAllBytesAsync(
            Path.Combine(folder.Path, "artifacts", "tables", RecordingTable.Name, id, "refused"), SealedJson.Seal("{\n  \"reason\": \"unreadable\",\n  \"detail\": \"Damaged.\"\n}"u8));
        var older = Dump with { Timestamp = "2026-05-13 00:00:00+00", Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(9)) };
        await world.AnnounceAsync(older.Write(folder.Path, "mbdump-old.tar", revision: 2));
        Assert.NotEqual(before, await world.DigestAsync());
        using var next = new XrefWorld(folder.Path, new XrefOptions { MaxDumpBytes = 100_000 });
        await next.RetryAsync();
        Assert.Equal(before, await next.DigestAsync());
    }

    [Fact]
    public async Task Derive_NewerDumpIsGoneAfterItWasRead_StaysTheCurrentOne()
    {
        var newer = Dump.Write(folder.Path);
        await world.AnnounceAsync(newer);
        var before = await world.DigestAsync();
        File.Delete(PathOf(newer));
        // Another process: it has never seen the file.
        using var other = new XrefWorld(folder.Path, new XrefOptions { MaxDumpBytes = 100_000 });
        await other.AnnounceAsync((Dump with { Timestamp = "2026-05-13 00:00:00+00", Isrcs = DumpBuilder.Isrc(1, Scenario.Isrc(9)) }).Write(folder.Path, "mbdump-old.tar", revision: 2));
        Assert.Equal(before, await other.DigestAsync());
    }

    [Fact]
    public async Task Derive_RaisedLimit_IsTriedAgain()
    {
        var dump = (Dump with { Recordings = Dump.Recordings + new string('\n', 1_000_000) }).Write(folder.Path, "mbdump.tar.gz");
        AssertRefused("too_large", await world.AnnounceAsync(dump));
        using var raised = new XrefWorld(folder.Path, new XrefOptions { MaxBadLineShare = 1 });
        Assert.Equal(DerivedState.Current, (await raised.AnnounceAsync(dump)).State);
        Assert.Equal(1_000_000, (await raised.ManifestAsync(RecordingTable.Name)).LeftOut["recording/too_few_columns"]);
    }

    [Fact]
    public async Task Derive_PlainTarOverTheLimit_IsRefused()
    {
        var dump = (Dump with { Recordings = Dump.Recordings + new string('\n', 200_000) }).Write(folder.Path);
        AssertRefused("too_large", await world.AnnounceAsync(dump));
    }

    public void Dispose()
    {
        world.Dispose();
        folder.Dispose();
    }

    private static void AssertRefused(string reason, DerivedStatus status)
    {
        Assert.Equal(DerivedState.Refused, status.State);
        Assert.StartsWith(reason + ":", status.Detail, StringComparison.Ordinal);
    }

    private string PathOf(InputFile dump) => folder.File(dump.File.Key.Segments[^1]);

    private async Task<(long, long, long)> CountsAsync()
    {
        var manifest = await world.ManifestAsync(RecordingTable.Name);
        return (manifest.Rows, manifest.Counts["isrc_lines"], manifest.Counts["recording_lines"]);
    }
}
