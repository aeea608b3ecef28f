using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;
using StoredTrack = SpotifyPlatform.Storage.Catalog.TrackRow;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog.Tables;

/// <summary>A data set's folder, and instances of the extractor that share an artifact store.</summary>
internal sealed class TablesWorld : IGenerationAnnouncer, IMeterFactory, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FolderArtifactStore artifacts;
    private readonly Dictionary<string, long> produced = new(StringComparer.Ordinal);
    private readonly HashSet<Meter> meters = [];
    private readonly MeterListener listener = new();
    private long revision;

    public TablesWorld()
    {
        Directory.CreateDirectory(Input);
        ListenToMetrics();
        artifacts = new FolderArtifactStore(folder.File("store"), Input, TimeProvider.System);
        Files = new InputFiles(artifacts);
        Store = Open(1 << 20, 1);
        Databases = new InputDatabases(Settings(), artifacts, new CatalogDecompressor(Settings(), Disk(long.MaxValue), Stages));
    }

    public TableStore Store { get; }

    public InputFiles Files { get; }

    public InputDatabases Databases { get; }

    public int PlaylistThreads { get; set; } = 2;

    public int MaxBasketTracks { get; set; } = 10_000;

    /// <summary>Pointers that were announced.</summary>
    public List<string> Announced { get; } = [];

    public string Artifacts => folder.File("store");

    public string Scratch => folder.File("data/decompressed");

    private string Input => folder.File("input");

    private StageProgressFactory Stages => new(TimeProvider.System, Settings(), new Discard());

    public string PathOf(string name) => Path.Combine(Input, name);

    /// <summary>Writes a database and announces it as what its name says.</summary>
    public Task<InputFile> PutAsync(string name, string schema, Action<SqliteConnection> fill)
    {
        File.Delete(PathOf(name));
        File.Delete(PathOf($"{name}.created"));
        using (var database = new SqliteDatabase(PathOf(name), schema))
            database.WriteAsync(fill, CancellationToken.None).GetAwaiter().GetResult();
        return AnnounceAsync(name);
    }

    /// <summary>Announces a file as the acquirer does.</summary>
    public async Task<InputFile> AnnounceAsync(string name)
    {
        var bytes = File.ReadAllBytes(PathOf(name));
        var kind = name.Split('.')[0] switch
        {
            "spotify_artists" => InputKinds.Artists,
            "spotify_albums" => InputKinds.Albums,
            "spotify_clean_audio_features" or "spotify_audio_features" => InputKinds.Features,
            "spotify_clean_playlists" or "spotify_playlists" => InputKinds.Playlists,
            _ => InputKinds.Catalog,
        };
        var reference = new ArtifactReference(ArtifactKey.Parse($"input/{name}"), bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        var file = new InputFile(kind, name, "spotify", kind, ++revision, reference);
        await Files.RecordAsync(file, default);
        return file;
    }

    public async Task<InputFile> CompressAsync(string name)
    {
        using (var target = ZstdStreams.Compress(File.Create(PathOf(name + ".zst"))))
        using (var source = File.OpenRead(PathOf(name)))
            source.CopyTo(target);
        File.Delete(PathOf(name));
        return await AnnounceAsync(name + ".zst");
    }

    public TableStore Open(long memoryBytes, int threads) => new(artifacts, artifacts, folder.File("scratch"), memoryBytes, threads, TimeProvider.System);

    /// <param name="freeBytes">Of the disk; <see cref="ShardExtractorOptions.DiskReserveBytes"/> among them.</param>
    public DiskGuard Disk(long freeBytes) => new(Settings(), new FixedSpace(freeBytes));

    /// <summary>Derives a table as another instance of the service would.</summary>
    /// <param name="table">The table's name.</param>
    public async Task<DerivedStatus> DeriveAsync(string table, TableStore? store = null)
    {
        var tools = new TableTools(Files, Databases, new SqliteTableSources(), Stages, new ShardExtractorMetrics(this), TimeProvider.System);
        IDerivedTable derived = table switch
        {
            "tracks" => new ExtractedTrackTable(tools),
            "artists" => new ExtractedArtistTable(tools),
            "albums" => new ExtractedAlbumTable(tools),
            TrackNumberTable.Name => new ExtractedTrackNumberTable(Files, Databases, new SqlitePlaylistDatabases(), tools.Metrics, TimeProvider.System),
            BasketTable.Name => new ExtractedBasketTable(
                Files, store ?? Store, Databases, new SqlitePlaylistDatabases(), Settings(), Disk(long.MaxValue), tools.Metrics, TimeProvider.System),
            _ => new ExtractedFeatureTable(tools),
        };
        using var deriver = new TableDeriver(
            derived, store ?? Store, new RefusalLog(artifacts), null, this, "test", TimeProvider.System, NullLogger<TableDeriver>.Instance);
        return await deriver.DeriveAsync(default);
    }

    public async Task<TableStore.Manifest> ManifestAsync(string table) =>
        (await Store.FindAsync(table, (await Store.FindCurrentAsync(table, default))!.Id, default))!;

    /// <summary>Derives a table, which must succeed, and reads all rows of it.</summary>
    public async Task<SortedDictionary<TrackId, byte[]>> RowsAsync(string table)
    {
        var status = await DeriveAsync(table);
        Assert.True(status.State == DerivedState.Current, $"{status.State}: {status.Detail}");
        using var whole = await Store.OpenAsync(await ManifestAsync(table), default);
        whole.Verify(default);
        var rows = new SortedDictionary<TrackId, byte[]>();
        using var scan = whole.Scan();
        while (scan.MoveNext())
            rows.Add(TrackId.FromKey(scan.Key), scan.Value.ToArray());
        return rows;
    }

    /// <summary>Names of the tracks, in the order of their ids.</summary>
    public async Task<IEnumerable<string>> TrackNamesAsync() => (await RowsAsync("tracks")).Values.Select(row => Text(row).Name);

    public static TrackText Text(byte[] track) => new StoredTrack(track).Text;

    /// <summary>A message's text; the bytes of the row must be those that the message is written as.</summary>
    public static TMessage Canonical<TMessage>(ReadOnlySpan<byte> row, MessageParser<TMessage> parser)
        where TMessage : IMessage<TMessage>
    {
        var message = parser.ParseFrom(row);
        Assert.Equal(message.ToByteArray(), row.ToArray());
        return message;
    }

    public Task AnnounceAsync(string table, TableStore.TablePointer published, CancellationToken cancellationToken)
    {
        Announced.Add($"{table} {published.Number}");
        return Task.CompletedTask;
    }

    /// <summary>Rows that the metrics say were written.</summary>
    public long Produced(string content) => produced.GetValueOrDefault(content);

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        lock (produced)
            meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        listener.Dispose();
        Databases.Dispose();
        folder.Dispose();
    }

    /// <summary>Other tests create meters of the same name at the same time; only those of this world count.</summary>
    private void ListenToMetrics()
    {
        listener.InstrumentPublished = (instrument, own) =>
        {
            lock (produced)
                if (meters.Contains(instrument.Meter) && instrument.Name == "pipeline.records.produced")
                    own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, rows, tags, _) =>
        {
            lock (produced)
                produced[(string)tags[0].Value!] = produced.GetValueOrDefault((string)tags[0].Value!) + rows;
        });
        listener.Start();
    }

    private IOptions<ShardExtractorOptions> Settings() => Options.Create(new ShardExtractorOptions
    {
        DataFolder = folder.File("data"), PlaylistThreads = PlaylistThreads, MaxBasketTracks = MaxBasketTracks,
    });

    private sealed class Discard : IProgress<CatalogProgress>
    {
        public void Report(CatalogProgress value)
        {
        }
    }
}
