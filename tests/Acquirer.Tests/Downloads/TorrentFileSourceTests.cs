using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Acquirer.Downloads;
using SpotifyPlatform.Acquirer.Sources;
using SpotifyPlatform.Acquirer.Tests.Sources;
using SpotifyPlatform.SampleData.Torrents;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Verification;

namespace SpotifyPlatform.Acquirer.Tests.Downloads;

/// <summary>Peers as a source, over an engine that does what real ones do wrong.</summary>
public sealed class TorrentFileSourceTests : FileSourceContract
{
    private const int PieceLength = 32_768;
    private readonly List<string> completed = [];
    private IReadOnlyDictionary<string, byte[]> content = new Dictionary<string, byte[]>();
    private TorrentMetadata metadata = null!;
    private PeerEngine engine = null!;
    private int looks;

    [Fact]
    public async Task Fetch_FilesThatShareAPiece_AreEachWholeAsSoonAsTheirPiecesAre()
    {
        var sample = await PutSampleAsync();
        Write(TorrentVersions.V1);
        engine.PiecesPerLook = 7;

        await FetchAllAsync();

        Assert.Equal(["set/0A.jsonl.zst", "set/0a.jsonl.zst", "set/sub/x.sqlite3"], completed.Order(StringComparer.Ordinal));
        Assert.All(sample, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(Target, file.Key))));
        Assert.Equal(3, FilesOnDisk().Count);
    }

    [Theory]
    [InlineData(TorrentVersions.V1)]
    [InlineData(TorrentVersions.V2)]
    public async Task Fetch_APieceThatTheEngineWronglyCallsGood_IsDownloadedAgain(TorrentVersions versions)
    {
        var sample = await PutSampleAsync();
        Write(versions);
        engine.Spoiled.Add(5);

        await FetchAllAsync();

        Assert.Equal(sample["set/0A.jsonl.zst"], File.ReadAllBytes(Path.Combine(Target, "set/0A.jsonl.zst")));
        Assert.Equal(2, engine.Verifications);
    }

    [Fact]
    public async Task Fetch_WithMostPiecesThere_DownloadsOnlyThoseThatAreMissing()
    {
        var sample = await PutSampleAsync();
        Write(TorrentVersions.V1);
        Directory.CreateDirectory(Path.Combine(Target, "set"));
        var damaged = (byte[])sample["set/0A.jsonl.zst"].Clone();
        damaged[PieceLength * 3] ^= 1;
        // A file that was cut, and bytes behind its end that nobody asked for.
        File.WriteAllBytes(Path.Combine(Target, "set/0A.jsonl.zst"), [.. damaged, 1, 2, 3]);
        File.WriteAllBytes(Path.Combine(Target, "set/0a.jsonl.zst"), sample["set/0a.jsonl.zst"][..^1]);

        await FetchAllAsync();

        // The last two pieces have bytes of the cut file and of the one that was not there.
        Assert.Equal([3, metadata.PieceCount - 1], engine.Downloaded.Order());
        Assert.All(sample, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(Target, file.Key))));
    }

    [Fact]
    public async Task Fetch_AnEngineThatDownloadedBefore_ReportsOnlyWhatArrivesNow()
    {
        await PutSampleAsync();
        Write(TorrentVersions.V1);
        engine.DownloadedBytes = 5_000_000;
        engine.OnLook = () => engine.DownloadedBytes += engine.IsStarted ? 10 : 0;
        var (source, progress) = (Open(), new Counter());

        Assert.Empty(await source.FetchAsync([.. (await source.ListAsync(None)).Select(Want)], progress, None));

        Assert.InRange(progress.Bytes, 10, 1_000);
    }

    /// <summary>The acquirer was killed between the two calls that make the engine know a torrent and read the disk.</summary>
    [Fact]
    public async Task Fetch_AnEngineThatKnowsTheTorrentAndHasNotReadTheDisk_DownloadsOnlyWhatIsMissing()
    {
        var sample = await PutSampleAsync();
        Write(TorrentVersions.V1);
        Directory.CreateDirectory(Path.Combine(Target, "set"));
        File.WriteAllBytes(Path.Combine(Target, "set/0A.jsonl.zst"), sample["set/0A.jsonl.zst"]);
        File.WriteAllBytes(Path.Combine(Target, "set/0a.jsonl.zst"), sample["set/0a.jsonl.zst"]);
        var hashed = Torrent();
        await new TorrentVerifier(metadata, hashed.PathOf, hashed.State, TimeProvider.System).RunAsync([.. hashed.Wanted], 2, again: false, _ => { }, None);
        await engine.AddAsync(metadata, Target, [.. hashed.Wanted.Select(file => file.Index)], None);

        await FetchAllAsync();

        Assert.Equal([metadata.PieceCount - 1], engine.Downloaded);
        Assert.All(sample, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(Target, file.Key))));
    }

    [Fact]
    public async Task Fetch_AnEngineThatFailsAndForgets_IsAskedAgain()
    {
        var sample = await PutSampleAsync();
        (engine.PiecesPerLook, engine.FailingLooks) = (5, 2);
        engine.OnLook = () =>
        {
            if (++looks % 7 == 0)
                engine.Forget();
        };

        await FetchAllAsync();

        Assert.All(sample, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(Target, file.Key))));
        Assert.True(looks > 7);
    }

    protected override Task PutAsync(IReadOnlyDictionary<string, byte[]> files)
    {
        content = files;
        // Aligned, so that no piece has bytes of a file that is not wanted.
        Write(TorrentVersions.V2);
        return Task.CompletedTask;
    }

    internal override IFileSource Open() => new TorrentFileSource(
        Torrent(), engine, TimeSpan.FromMilliseconds(1), 2, TimeProvider.System, _ => { }, file => completed.Add(file.Path), NullLogger<TorrentFileSource>.Instance);

    private DownloadedTorrent Torrent() => new(metadata, new Destination(Target), _ => true);

    private void Write(TorrentVersions versions)
    {
        metadata = TorrentReader.Read(TorrentWriter.Write(
            versions, "set", PieceLength, [.. content.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => TorrentContent.Of(file.Key["set/".Length..], file.Value))]));
        engine = new PeerEngine(metadata, path => content[path]);
    }

    private async Task FetchAllAsync()
    {
        var source = Open();
        Assert.Empty(await source.FetchAsync([.. (await source.ListAsync(None)).Select(Want)], new Counter(), None));
    }
}
