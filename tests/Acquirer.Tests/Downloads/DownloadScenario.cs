using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Acquirer.Downloads;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.SampleData.Torrents;
using SpotifyPlatform.Torrents.Metadata;

namespace SpotifyPlatform.Acquirer.Tests.Downloads;

/// <summary>A data set of one torrent, an archive, and an engine whose peers have everything.</summary>
internal sealed class DownloadScenario : IArtifactStores, IHttpClientFactory, IDisposable
{
    private readonly TemporaryFolder root = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public DownloadScenario()
    {
        Files = new()
        {
            ["set/audio-analysis/00.jsonl.zst"] = Bytes(1, 300_000), ["set/audio-analysis/0A.jsonl.zst"] = Bytes(2, 120_001), ["set/audio-analysis/0a.jsonl.zst"] = Bytes(3, 90_000),
            ["set/spotify_clean.sqlite3"] = Bytes(4, 7), ["set/notes.txt"] = [],
        };
        Metadata = TorrentReader.Read(TorrentWriter.Write(
            TorrentVersions.V1, "set", 32_768, [.. Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => TorrentContent.Of(file.Key["set/".Length..], file.Value))]));
        Engine = new PeerEngine(Metadata, path => Files[path]);
        File.WriteAllBytes(root.File("set.torrent"), Metadata.Original.ToArray());
    }

    public Dictionary<string, byte[]> Files { get; }

    public TorrentMetadata Metadata { get; }

    public PeerEngine Engine { get; }

    public string Folder => root.File("input");

    public Destination Destination => new(Folder);

    public IArtifactStore Archive => Open("store:archive");

    public List<string> Include { get; } = [];

    public AcquirerMetrics Metrics { get; private set; } = null!;

    /// <summary>Whose meters are those of <see cref="Metrics"/>.</summary>
    public IMeterFactory Meters => services.GetRequiredService<IMeterFactory>();

    public List<DownloadStatus> Statuses { get; } = [];

    public static DownloadRequest Everything { get; } = new(VerifyAgain: false, FromPeers: true, Backup: true, TimeSpan.Zero);

    public static DownloadRequest RestoreOnly { get; } = Everything with { FromPeers = false };

    public string PathOf(string name) => Path.Combine(Folder, name);

    public IEnumerable<string> DifferentFiles() => Files.Where(file => !File.Exists(PathOf(file.Key)) || !File.ReadAllBytes(PathOf(file.Key)).AsSpan().SequenceEqual(file.Value)).Select(file => file.Key);

    public Task PutIntoArchiveAsync(string key, byte[] bytes) => Archive.CreateAsync(ArtifactKey.Parse(key), new MemoryStream(bytes), CancellationToken.None);

    /// <summary>As a new process does.</summary>
    public DataSetDownload NewProcess(TimeProvider? time = null, params string[] sources)
    {
        var options = new DownloadOptions { Archive = "store:archive", PollInterval = TimeSpan.FromMilliseconds(1), CutOff = "2025-07-31", StalledAfter = TimeSpan.FromMinutes(30) };
        foreach (var source in sources.Length > 0 ? sources : ["archive", $"torrent:{root.File("set.torrent")}"])
            options.Sources.Add(source);
        foreach (var pattern in Include)
            options.Include.Add(pattern);
        Metrics = new AcquirerMetrics(services.GetRequiredService<IMeterFactory>());
        var download = new DataSetDownload(
            Destination, Options.Create(options), Options.Create(new AcquirerOptions()), Options.Create(new TorrentOptions()), new SourceFactory(Options.Create(options), this, this, time ?? TimeProvider.System),
            Engine, Metrics, time ?? TimeProvider.System, NullLoggerFactory.Instance);
        download.Changed += Statuses.Add;
        return download;
    }

    public Task<DownloadReport> RunAsync(DownloadRequest request) => NewProcess().RunAsync(request, CancellationToken.None);

    public bool IsAddress(string text) => text.StartsWith("store:", StringComparison.Ordinal);

    public IArtifactStore Open(string address, string? storageClass = null) => new FolderArtifactStore(root.File(address["store:".Length..]), null, TimeProvider.System);

    public HttpClient CreateClient(string name) => throw new InvalidOperationException("No web server is a source here.");

    public void Dispose()
    {
        services.Dispose();
        root.Dispose();
    }

    private static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
