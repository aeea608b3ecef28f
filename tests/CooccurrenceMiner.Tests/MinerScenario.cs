using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Consumers;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Baskets;
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
    private readonly TableStore crashing;
    private BasketFiles files = null!;
    private TableDeriver deriver = null!;

    public MinerScenario()
        : this(new WaitingEvents(), null)
    {
    }

    private MinerScenario(WaitingEvents bus, string? artifactFolder)
    {
        this.bus = bus;
        ArtifactFolder = artifactFolder ?? Path.Combine(folder, "artifacts");
        var artifacts = new FolderArtifactStore(ArtifactFolder, null, TimeProvider.System);
        Store = new TableStore(artifacts, artifacts, Path.Combine(folder, "scratch"), 1 << 20, 2, TimeProvider.System);
        crashing = new TableStore(new CrashingArtifacts(artifacts, () => Crash), artifacts, Path.Combine(folder, "scratch"), 1 << 20, 2, TimeProvider.System);
        Open(MinedWorld.Specification);
    }

    public TableStore Store { get; }

    /// <summary>The pairs, as a reader that opens them now finds them.</summary>
    public IPairStore Pairs => new TablePairStore(new CurrentTable(Store, PairTable.Name, TimeProvider.System, NullLogger<CurrentTable>.Instance));

    /// <summary>Where the process dies among its effects on the artifact store.</summary>
    public CrashPoint Crash { get; set; } = CrashPoint.Never;

    /// <summary>Ranges that a process of this scenario has mined.</summary>
    public int Mined { get; private set; }

    public string MiningFolder => Path.Combine(folder, "mining");

    public string ArtifactFolder { get; }

    public DerivedStatus Status => deriver.Status;

    /// <summary>Another instance with a data folder of its own.</summary>
    public MinerScenario Peer() => new(bus, ArtifactFolder);

    public async Task<string> DigestAsync()
    {
        var current = (await Store.FindCurrentAsync(PairTable.Name, CancellationToken.None))!;
        using (var table = await Store.OpenAsync(PairTable.Name, current.Id, CancellationToken.None))
            table.Verify(CancellationToken.None);
        return $"{current.Id} {current.ContentSha256}";
    }

    public async Task<List<TrackPair>> AllPairsAsync()
    {
        var found = new List<TrackPair>();
        await Pairs.ReadAllAsync(found.Add, CancellationToken.None);
        Assert.Equal(found.Count, await Pairs.CountAsync(CancellationToken.None));
        return found;
    }

    public async Task<int> PublishedAsync() => (await Store.ListPointersAsync(PairTable.Name, CancellationToken.None)).Count;

    /// <summary>Publishes baskets, derives the pairs and does all that follows from it.</summary>
    public async Task MineAsync(IReadOnlyList<Playlist> playlists, string input, long revision)
    {
        await Store.PublishBasketsAsync(playlists, input, revision);
        await DeriveAsync();
        await DrainAsync();
    }

    /// <summary>As on the announcement of baskets; ranges that are planned wait.</summary>
    public Task DeriveAsync() => deriver.DeriveAsync(CancellationToken.None);

    public Task<Refusal?> HandleAsync(MiningRangePlanned range) =>
        new RangePlannedConsumer([new DerivedTable("test", deriver, [], [BasketTable.Name])]).HandleAsync(range, CancellationToken.None);

    /// <summary>Takes what waits on the bus.</summary>
    public IReadOnlyList<MiningRangePlanned> TakeWaiting() => [.. bus.TakeAll().Cast<MiningRangePlanned>()];

    /// <summary>As if the process had ended before it published.</summary>
    public void ForgetWaiting() => bus.Forget();

    public async Task DrainAsync()
    {
        // An event is committed when it is handled: one whose handler throws comes again.
        while (bus.Peek() is MiningRangePlanned next)
        {
            Assert.Null(await HandleAsync(next));
            bus.Commit();
        }
    }

    public async Task RestartAsync(MiningRules? rules = null)
    {
        Close();
        Crash = CrashPoint.Never;
        Open(rules ?? MinedWorld.Specification);
        await DeriveAsync();
        await DrainAsync();
    }

    public Task<MiningForecast?> ForecastAsync() =>
        new Forecaster(Store, files, MinedWorld.Specification, new MiningResources(2, 1 << 24, 3), TimeProvider.System).ForecastAsync(CancellationToken.None);

    public Task AnnounceAsync(string table, TableStore.TablePointer published, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        Close();
        services.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void Open(MiningRules rules)
    {
        var resources = new MiningResources(2, 1 << 24, 3);
        files = new BasketFiles(Store, MiningFolder, rules, resources, NullLogger<BasketFiles>.Instance);
        var table = new MinedPairTable(
            Store, files, rules, resources, new CooccurrenceMinerMetrics(services.GetRequiredService<IMeterFactory>()), TimeProvider.System,
            NullLogger<MinedPairTable>.Instance);
        deriver = new TableDeriver(
            new Counted(table, this), crashing, new RefusalLog(new FolderArtifactStore(ArtifactFolder, null, TimeProvider.System)),
            new RangePlanner(bus, NullLogger<RangePlanner>.Instance), this, "test", TimeProvider.System, NullLogger<TableDeriver>.Instance);
    }

    private void Close()
    {
        deriver.Dispose();
        files.Dispose();
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
