using System.Diagnostics.Metrics;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.CooccurrenceMiner.Consumers;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.CooccurrenceMiner.Sqlite;
using SpotifyPlatform.CooccurrenceMiner.Tests.Mining;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Sqlite;

namespace SpotifyPlatform.CooccurrenceMiner.Tests;

/// <summary>The miner on a folder; starting it again is a new process on what the old one left.</summary>
internal sealed class MinerScenario : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("miner-").FullName;
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private SqliteBasketStore baskets = null!;
    private SqlitePairStore pairStore = null!;
    private MiningJob job = null!;

    public MinerScenario() => Open(PairMinerTests.Specification);

    /// <summary>How often pairs were replaced: what a run that processes nothing leaves as it is.</summary>
    public WatchedPairs Pairs { get; private set; } = null!;

    public IBasketStore Baskets => baskets;

    /// <summary>Ends the process in the step that remembers a run, as often as it says.</summary>
    public int CrashesBeforeRecord { get; set; }

    public (string, string) Digest => (LogicalDigest.Of(Path.Combine(folder, "baskets.sqlite")).Sha256, LogicalDigest.Of(PairsPath).Sha256);

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

    public Task<Refusal?> HandleAsync(IMessage message) => message switch
    {
        PlaylistsExtracted batch => new PlaylistsExtractedConsumer(baskets, job).HandleAsync(batch, CancellationToken.None),
        CatalogFileExtracted end => new CatalogFileExtractedConsumer(baskets, job, NullLogger<CatalogFileExtractedConsumer>.Instance)
            .HandleAsync(end, CancellationToken.None),
        _ => throw new ArgumentOutOfRangeException(nameof(message)),
    };

    public async Task RestartAsync(MiningRules? rules = null, bool withoutPairs = false)
    {
        Close();
        if (withoutPairs)
            File.Delete(PairsPath);
        Open(rules ?? PairMinerTests.Specification);
        using var check = new StartCheck(job, new MiningStatus());
        await check.StartAsync(CancellationToken.None);
        await check.ExecuteTask!;
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
        job = new MiningJob(
            new CrashingBaskets(baskets, this), Pairs, new PairMiner(rules, 2), new CooccurrenceMinerMetrics(services.GetRequiredService<IMeterFactory>()),
            TimeProvider.System, NullLogger<MiningJob>.Instance);
    }

    private void Close()
    {
        job.Dispose();
        baskets.Dispose();
        pairStore.Dispose();
    }

    private sealed class CrashingBaskets(IBasketStore store, MinerScenario scenario) : IBasketStore
    {
        public Task AddAsync(string fileSha256, long batch, IReadOnlyList<CooccurrenceMiner.Mining.Basket> added, CancellationToken cancellationToken) =>
            store.AddAsync(fileSha256, batch, added, cancellationToken);

        public Task<bool> AnnounceAsync(string fileSha256, long batches, CancellationToken cancellationToken) =>
            store.AnnounceAsync(fileSha256, batches, cancellationToken);

        public string? FindComplete() => store.FindComplete();

        public T Read<T>(string fileSha256, Func<IEnumerable<CooccurrenceMiner.Mining.Basket>, T> work) => store.Read(fileSha256, work);

        public MiningRun? LastRun() => store.LastRun();

        public Task RecordAsync(MiningRun run, CancellationToken cancellationToken) =>
            scenario.CrashesBeforeRecord-- > 0 ? throw new InvalidOperationException("The process is gone.") : store.RecordAsync(run, cancellationToken);
    }
}

internal sealed class WatchedPairs(IPairStore store) : IPairStore
{
    public int Replacements { get; private set; }

    public Task ReplaceAllAsync(IEnumerable<TrackPair> pairs, CancellationToken cancellationToken)
    {
        Replacements++;
        return store.ReplaceAllAsync(pairs, cancellationToken);
    }

    public Task<IReadOnlyList<TrackPair>> TopAsync(SpotifyPlatform.Music.TrackId track, int limit, CancellationToken cancellationToken) =>
        store.TopAsync(track, limit, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken) => store.CountAsync(cancellationToken);
}
