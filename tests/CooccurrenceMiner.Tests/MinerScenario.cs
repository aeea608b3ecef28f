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
using SpotifyPlatform.Sqlite.Stores;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.CooccurrenceMiner.Tests;

/// <summary>The miner on a folder; starting it again is a new process on what the old one left.</summary>
internal sealed class MinerScenario : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("miner-").FullName;
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private SqliteBasketStore baskets = null!;
    private SqliteMiningLedger ledger = null!;
    private SqlitePairStore pairStore = null!;
    private BasketFiles files = null!;
    private MiningJob job = null!;

    /// <summary>Events on the bus that nobody has handled; they outlive a process.</summary>
    private readonly WaitingEvents bus = new();

    public MinerScenario() => Open(MinedWorld.Specification);

    /// <summary>How often pairs were replaced: what a run that processes nothing leaves as it is.</summary>
    public WatchedPairs Pairs { get; private set; } = null!;

    public IBasketStore Baskets => baskets;

    /// <summary>Ends the process in the step that remembers a run, as often as it says.</summary>
    public int CrashesBeforeRecord { get; set; }

    public string Digest => string.Join(' ', new[] { "baskets.sqlite", "mining.sqlite", "pairs.sqlite" }.Select(name => LogicalDigest.Of(Path.Combine(folder, name)).Sha256));

    public string MiningFolder => Path.Combine(folder, "mining");

    /// <summary>Where range files stand for other instances.</summary>
    public string ArtifactFolder => Path.Combine(folder, "artifacts");

    private string PairsPath => Path.Combine(folder, "pairs.sqlite");

    public async Task<List<TrackPair>> AllPairsAsync(IEnumerable<Playlist> playlists)
    {
        var found = new HashSet<TrackPair>();
        foreach (var track in playlists.SelectMany(p => p.Tracks).Distinct())
            found.UnionWith(await pairStore.TopAsync(Playlist.Id(track), int.MaxValue, CancellationToken.None));
        return [.. found.OrderBy(p => p.A).ThenBy(p => p.B)];
    }

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
        MiningRangeMined mined => new RangeMinedConsumer(job).HandleAsync(mined, CancellationToken.None),
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

    private async Task DrainAsync()
    {
        // An event is committed when it is handled: one whose handler throws comes again.
        while (bus.Peek() is { } next)
        {
            Assert.Null(await HandleOneAsync(next));
            bus.Commit();
        }
    }

    public async Task RestartAsync(MiningRules? rules = null, bool withoutPairs = false)
    {
        Close();
        if (withoutPairs)
            File.Delete(PairsPath);
        Open(rules ?? MinedWorld.Specification);
        using var check = new MiningStartupService(job, new MiningStatus());
        await check.StartAsync(CancellationToken.None);
        await check.ExecuteTask!;
        await DrainAsync();
    }

    public void Dispose()
    {
        Close();
        services.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void Open(MiningRules rules)
    {
        baskets = new SqliteBasketStore(Path.Combine(folder, "baskets.sqlite"), TimeProvider.System);
        pairStore = new SqlitePairStore(PairsPath);
        Pairs = new WatchedPairs(pairStore);
        ledger = new SqliteMiningLedger(Path.Combine(folder, "mining.sqlite"));
        var place = new MiningFolder(MiningFolder);
        var resources = new MiningResources(2, 1 << 24, 3);
        var metrics = new CooccurrenceMinerMetrics(services.GetRequiredService<IMeterFactory>());
        files = new BasketFiles(baskets, place, rules, resources, NullLogger<BasketFiles>.Instance);
        var store = new FolderArtifactStore(ArtifactFolder, null, TimeProvider.System);
        var artifacts = new RangeArtifacts(store, store);
        var status = new MiningStatus();
        job = new MiningJob(
            new CrashingBaskets(baskets, this), ledger, Pairs, files, new RangeCoordinator(place, artifacts, rules, resources, new RangePublisher(bus), status, metrics, TimeProvider.System),
            new Forecaster(place, rules, resources, TimeProvider.System), rules, resources, status, metrics, NullLogger<MiningJob>.Instance);
    }

    private void Close()
    {
        job.Dispose();
        files.Dispose();
        ledger.Dispose();
        baskets.Dispose();
        pairStore.Dispose();
    }

    private sealed class CrashingBaskets(IBasketStore store, MinerScenario scenario) : IBasketStore
    {
        public Task AddAsync(string fileSha256, long revision, long batch, IReadOnlyList<CooccurrenceMiner.Baskets.Basket> added, CancellationToken cancellationToken) =>
            store.AddAsync(fileSha256, revision, batch, added, cancellationToken);

        public Task<bool> AnnounceAsync(string fileSha256, long revision, long batches, CancellationToken cancellationToken) =>
            store.AnnounceAsync(fileSha256, revision, batches, cancellationToken);

        public string? FindComplete() => store.FindComplete();

        public CooccurrenceMiner.Baskets.IBasketSource Open(string fileSha256) => store.Open(fileSha256);

        public MiningRun? LastRun() => store.LastRun();

        public Task RecordAsync(MiningRun run, CancellationToken cancellationToken) =>
            scenario.CrashesBeforeRecord-- > 0 ? throw new InvalidOperationException("The process is gone.") : store.RecordAsync(run, cancellationToken);
    }
}
