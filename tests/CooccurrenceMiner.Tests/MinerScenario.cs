using System.Diagnostics.Metrics;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Consumers;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.CooccurrenceMiner.Sqlite;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Testing.Crash;

namespace SpotifyPlatform.CooccurrenceMiner.Tests;

/// <summary>The miner on a folder; starting it again is a new process on what the old one left.</summary>
internal sealed class MinerScenario : IGenerationAnnouncer, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("miner-").FullName;
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    /// <summary>Events on the bus that nobody has handled; they outlive a process.</summary>
    private readonly WaitingEvents bus;

    private SqliteBasketStore baskets = null!;
    private BasketFiles files = null!;
    private TableDeriver deriver = null!;
    private MiningJob job = null!;

    public MinerScenario()
        : this(new WaitingEvents(), null)
    {
    }

    private MinerScenario(WaitingEvents bus, string? artifactFolder)
    {
        this.bus = bus;
        ArtifactFolder = artifactFolder ?? Path.Combine(folder, "artifacts");
        var artifacts = new FolderArtifactStore(ArtifactFolder, null, TimeProvider.System);
        Store = new TableStore(new CrashingArtifacts(artifacts, () => Crash), artifacts, Path.Combine(folder, "scratch"), 1 << 20, 2, TimeProvider.System);
        Open(MinedWorld.Specification);
    }

    public TableStore Store { get; }

    public IBasketStore Baskets => baskets;

    /// <summary>The pairs, as a reader that opens them now finds them.</summary>
    public IPairStore Pairs => new TablePairStore(new CurrentTable(Store, PairTable.Name, TimeProvider.System, NullLogger<CurrentTable>.Instance));

    /// <summary>Where the process dies among its effects on the artifact store.</summary>
    public CrashPoint Crash { get; set; } = CrashPoint.Never;

    /// <summary>Ranges that a process of this scenario has mined.</summary>
    public int Mined { get; private set; }

    public string MiningFolder => Path.Combine(folder, "mining");

    public string ArtifactFolder { get; }

    /// <summary>Another instance with a data folder of its own.</summary>
    public MinerScenario Peer() => new(bus, ArtifactFolder);

    public async Task<string> DigestAsync()
    {
        var current = (await Store.FindCurrentAsync(PairTable.Name, CancellationToken.None))!;
        using (var table = await Store.OpenAsync(PairTable.Name, current.Id, CancellationToken.None))
            table.Verify(CancellationToken.None);
        return $"{current.Id} {current.ContentSha256} {LogicalDigest.Of(Path.Combine(folder, "baskets.sqlite")).Sha256}";
    }

    public async Task<List<TrackPair>> AllPairsAsync()
    {
        var found = new List<TrackPair>();
        await Pairs.ReadAllAsync(found.Add, CancellationToken.None);
        Assert.Equal(found.Count, await Pairs.CountAsync(CancellationToken.None));
        return found;
    }

    public async Task<int> PublishedAsync() => (await Store.ListPointersAsync(PairTable.Name, CancellationToken.None)).Count;

    public async Task HandleAsync(IEnumerable<IMessage> events)
    {
        foreach (var message in events)
            Assert.Null(await HandleAsync(message));
    }

    /// <summary>Handles an event and all that follows from it.</summary>
    public async Task<Refusal?> HandleAsync(IMessage message)
    {
        var refusal = await HandleOneAsync(message);
        await DrainAsync();
        return refusal;
    }

    /// <summary>Handles one event; what it publishes waits.</summary>
    public Task<Refusal?> HandleOneAsync(IMessage message) => message switch
    {
        PlaylistsExtracted batch => new PlaylistsExtractedConsumer(baskets, job).HandleAsync(batch, CancellationToken.None),
        CatalogFileExtracted end => new CatalogFileExtractedConsumer(baskets, job, NullLogger<CatalogFileExtractedConsumer>.Instance)
            .HandleAsync(end, CancellationToken.None),
        MiningRangePlanned planned => new RangePlannedConsumer(job).HandleAsync(planned, CancellationToken.None),
        _ => throw new ArgumentOutOfRangeException(nameof(message)),
    };

    /// <summary>Takes what waits on the bus.</summary>
    public IReadOnlyList<IMessage> TakeWaiting() => bus.TakeAll();

    /// <summary>As if the process had ended before it published.</summary>
    public void ForgetWaiting() => bus.Forget();

    /// <summary>Tracks of each basket that is kept of a file.</summary>
    public List<int> Kept(PlaylistsFile file)
    {
        var source = baskets.Open(file.Hex);
        var kept = new List<int>();
        source.Read(0, source.Batches, (_, popularities) => kept.Add(popularities.Length));
        return kept;
    }

    public async Task DrainAsync()
    {
        // An event is committed when it is handled: one whose handler throws comes again.
        while (bus.Peek() is { } next)
        {
            Assert.Null(await HandleOneAsync(next));
            bus.Commit();
        }
    }

    public async Task RestartAsync(MiningRules? rules = null)
    {
        Close();
        Crash = CrashPoint.Never;
        Open(rules ?? MinedWorld.Specification);
        using var check = new MiningStartupService(job, new MiningStatus());
        await check.StartAsync(CancellationToken.None);
        await check.ExecuteTask!;
        await DrainAsync();
    }

    public Task AnnounceAsync(string table, TableStore.TablePointer published, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        Close();
        services.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void Open(MiningRules rules)
    {
        baskets = new SqliteBasketStore(Path.Combine(folder, "baskets.sqlite"));
        var (place, resources, status) = (new MiningFolder(MiningFolder), new MiningResources(2, 1 << 24, 3), new MiningStatus());
        var metrics = new CooccurrenceMinerMetrics(services.GetRequiredService<IMeterFactory>());
        files = new BasketFiles(baskets, place, rules, resources, NullLogger<BasketFiles>.Instance);
        var table = new MinedPairTable(baskets, files, rules, resources, status, metrics, TimeProvider.System);
        deriver = new TableDeriver(
            new Counted(table, this), Store, new RefusalLog(new FolderArtifactStore(ArtifactFolder, null, TimeProvider.System)),
            new RangePlanner(bus, NullLogger<RangePlanner>.Instance), this, "test", TimeProvider.System, NullLogger<TableDeriver>.Instance);
        job = new MiningJob(
            baskets, table, deriver, files, place, new Forecaster(rules, resources, TimeProvider.System), rules, resources, status, metrics, NullLogger<MiningJob>.Instance);
    }

    private void Close()
    {
        job.Dispose();
        deriver.Dispose();
        files.Dispose();
        baskets.Dispose();
    }

    /// <summary>Counts the ranges that are mined.</summary>
    private sealed class Counted(MinedPairTable table, MinerScenario scenario) : IDerivedTable
    {
        public string Name => table.Name;

        public Task<WantedTable> WantAsync(CancellationToken cancellationToken) => table.WantAsync(cancellationToken);

        public Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
        {
            scenario.Mined++;
            return table.WriteAsync(plan, unit, writer, rows, cancellationToken);
        }

        public IReadOnlyDictionary<string, long> Summarize(Table whole, CancellationToken cancellationToken) => table.Summarize(whole, cancellationToken);
    }
}
