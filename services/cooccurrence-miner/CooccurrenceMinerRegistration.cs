using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Consumers;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.CooccurrenceMiner;

/// <summary>The composition root.</summary>
public static class CooccurrenceMinerRegistration
{
    public const string Name = "cooccurrence-miner";

    public static IHostApplicationBuilder AddCooccurrenceMiner(this IHostApplicationBuilder builder)
    {
        builder.AddMining();
        builder.AddStoreReadinessCheck<IPairStore>("pair-store", (store, stop) => store.TopAsync(new TrackId(0), 1, stop));
        var services = builder.Services;
        services.TryAddSingleton<CooccurrenceMinerMetrics>();
        services.TryAddSingleton<RangePlanner>();
        services.AddDerivedTable<MinedPairTable>(Name, PairTable.Name, [], [BasketTable.Name], provider => provider.GetRequiredService<RangePlanner>());
        services.AddProducer(Topics.MiningRangePlanned);
        services.AddConsumer<MiningRangePlanned, RangePlannedConsumer>(Topics.MiningRangePlanned, Name);
        return builder;
    }

    /// <summary>Forecasts the cost of mining (<see cref="Forecaster"/>), and mines nothing.</summary>
    public static IHostApplicationBuilder AddMiningForecast(this IHostApplicationBuilder builder)
    {
        builder.AddMining();
        builder.Services.TryAddSingleton(provider => new Forecaster(
            provider.GetRequiredService<TableStore>(), provider.GetRequiredService<BasketFiles>(), provider.GetRequiredService<MiningRules>(),
            provider.GetRequiredService<MiningResources>(), provider.GetRequiredService<TimeProvider>()));
        return builder;
    }

    /// <summary>What the miner has done, without its work.</summary>
    public static IHostApplicationBuilder AddCooccurrenceMinerStatus(this IHostApplicationBuilder builder)
    {
        builder.Services.AddStageCounts<PairStages>();
        return builder;
    }

    private static void AddMining(this IHostApplicationBuilder builder)
    {
        builder.AddValidatedOptions<CooccurrenceMinerOptions>(CooccurrenceMinerOptions.Section);
        builder.AddCooccurrenceMinerStatus();
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton(provider => Rules(Options(provider)));
        services.TryAddSingleton(provider => Resources(Options(provider)));
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<BasketFiles>(provider, Path.Combine(Options(provider).DataFolder, "mining")));
    }

    private static CooccurrenceMinerOptions Options(IServiceProvider services) =>
        services.GetRequiredService<IOptions<CooccurrenceMinerOptions>>().Value;

    private static MiningRules Rules(CooccurrenceMinerOptions options) => new(
        options.MinPlaylistTracks, options.MaxPlaylistTracks, options.MinPopularityExclusive, options.MinPairCount, options.MaxPairsPerTrack,
        options.BestBy);

    private static MiningResources Resources(CooccurrenceMinerOptions options) => new(options.Threads, options.MemoryBytes, options.Ranges);
}
