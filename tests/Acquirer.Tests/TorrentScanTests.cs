using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Acquirer.Downloads;
using SpotifyPlatform.SampleData.Torrents;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Verification;

namespace SpotifyPlatform.Acquirer.Tests;

/// <summary>Files that a torrent brings are announced when their pieces hash, and withdrawn when they go bad.</summary>
public sealed class TorrentScanTests : IDisposable
{
    private readonly ScanScenario scenario = new();
    private readonly TorrentMetadata metadata = TorrentReader.Read(TorrentWriter.Write(
        TorrentVersions.V1, "set", 32_768, [TorrentContent.Of("00.jsonl.zst", "rows"u8.ToArray()), TorrentContent.Of("01.jsonl.zst", "more"u8.ToArray())]));

    public TorrentScanTests()
    {
        DownloadedTorrent.Keep(metadata, new Destination(scenario.Folder));
        scenario.Write("set/00.jsonl.zst", "rows");
        scenario.Write("set/01.jsonl.zst", "more");
        scenario.Write("spotify_clean.sqlite3", "of no torrent");
    }

    [Fact]
    public async Task Scan_FilesOfATorrent_AreAnnouncedOnceTheyAreVerified()
    {
        await scenario.ScanAsync();
        Assert.Equal(["spotify_clean.sqlite3"], scenario.PublishedNames);
        Assert.Equal(["incomplete", "incomplete"], scenario.Status.Refused.Select(file => file.Code));

        await VerifyAsync();
        await scenario.ScanAsync();

        Assert.Equal(["set/00.jsonl.zst", "set/01.jsonl.zst"], scenario.PublishedNames[1..]);
        Assert.Equal(ScanScenario.Sha256("rows"), scenario.Published[1].Sha256);
        Assert.Empty(scenario.Status.Refused);
    }

    [Theory]
    [InlineData("rowz")]
    [InlineData("ro")]
    [InlineData("rows and more")]
    public async Task Scan_AFileThatWentBad_IsWithdrawnAndAnnouncedAgainWhenItIsMended(string bad)
    {
        await VerifyAsync();
        await scenario.ScanAsync();
        scenario.Write("set/00.jsonl.zst", bad);

        await scenario.ScanAsync();
        Assert.Equal(("set/00.jsonl.zst", "incomplete"), scenario.Refused());
        Assert.Equal(["set/00.jsonl.zst"], (await scenario.AuditAsync()).Damaged);
        await VerifyAsync();
        await scenario.ScanAsync();
        Assert.Equal(3, scenario.Published.Count);

        scenario.Write("set/00.jsonl.zst", "rows");
        await VerifyAsync();
        await scenario.ScanAsync();

        Assert.Equal((4, "set/00.jsonl.zst"), (scenario.Published.Count, scenario.PublishedNames[^1]));
        Assert.True(scenario.Published[^1].Revision > Assert.Single(scenario.Withdrawn).Revision);
        Assert.Empty((await scenario.AuditAsync()).Damaged);
    }

    public void Dispose() => scenario.Dispose();

    private Task<IReadOnlyList<FileVerdict>> VerifyAsync()
    {
        var torrent = new DownloadedTorrent(metadata, new Destination(scenario.Folder), _ => true);
        return new TorrentVerifier(metadata, torrent.PathOf, torrent.State, TimeProvider.System).RunAsync(torrent.Wanted, 1, again: true, _ => { }, CancellationToken.None);
    }
}
