using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Consumers;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Health;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.CooccurrenceMiner;

/// <summary>The composition root.</summary>
public static class CooccurrenceMinerRegistration
{
    public const string Name = "cooccurrence-miner";

    public static IHostApplicationBuilder AddCooccurrenceMiner(this IHostApplicationBuilder builder)
    {
        builder.AddMining(planOnly: false);
        builder.Services.AddConsumer<MiningRangePlanned, RangePlannedConsumer>(Topics.MiningRangePlanned, Name);
        return builder;
    }

    /// <summary>Stores baskets and forecasts the cost of mining them (<see cref="MiningStatus.Forecast"/>), without mining.</summary>
    public static IHostApplicationBuilder AddMiningForecast(this IHostApplicationBuilder builder)
    {
        builder.AddMining(planOnly: true);
        return builder;
    }

    /// <summary>What the miner has done, without its work.</summary>
    public static IHostApplicationBuilder AddCooccurrenceMinerStatus(this IHostApplicationBuilder builder)
    {
        builder.Services.AddStageCounts<PairStages>();
        return builder;
    }

    private static void AddMining(this IHostApplicationBuilder builder, bool planOnly)
    {
        builder.AddValidatedOptions<CooccurrenceMinerOptions>(CooccurrenceMinerOptions.Section);
        builder.AddCooccurrenceMinerStatus();
        builder.AddStoreReadinessCheck<IPairStore>("pair-store", (store, stop) => store.TopAsync(new TrackId(0), 1, stop));

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<CooccurrenceMinerMetrics>();
        services.TryAddSingleton<MiningStatus>();
        services.TryAddSingleton<MiningJob>();
        services.AddServiceStore<IBasketStore>(provider => Path.Combine(Options(provider).DataFolder, "baskets"));
        services.TryAddSingleton(provider => new MiningFolder(Path.Combine(Options(provider).DataFolder, "mining")));
        services.TryAddSingleton(provider => Rules(Options(provider)));
        services.TryAddSingleton(provider => Resources(Options(provider), planOnly));
        services.TryAddSingleton<BasketFiles>();
        services.TryAddSingleton<RangePlanner>();
        services.TryAddSingleton<MinedPairTable>();
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<TableDeriver>(
            provider, provider.GetRequiredService<MinedPairTable>(), provider.GetRequiredService<RangePlanner>(), $"{Name} on {Environment.MachineName}"));
        services.TryAddSingleton<Forecaster>();
        services.AddHostedService<MiningStartupService>();
        services.AddConsumer<PlaylistsExtracted, PlaylistsExtractedConsumer>(Topics.PlaylistsExtracted, Name);
        services.AddConsumer<CatalogFileExtracted, CatalogFileExtractedConsumer>(Topics.CatalogFileExtracted, Name);
    }

    private static CooccurrenceMinerOptions Options(IServiceProvider services) =>
        services.GetRequiredService<IOptions<CooccurrenceMinerOptions>>().Value;

    private static MiningRules Rules(CooccurrenceMinerOptions options) => new(
        options.MinPlaylistTracks, options.MaxPlaylistTracks, options.MinPopularityExclusive, options.MinPairCount, options.MaxPairsPerTrack,
        options.BestBy);

    private static MiningResources Resources(CooccurrenceMinerOptions options, bool planOnly) =>
        new(options.Threads, options.MemoryBytes, options.Ranges, planOnly);
}
