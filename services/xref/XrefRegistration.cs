using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Health;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Xref.Consumers;
using SpotifyPlatform.Xref.Matching;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref;

/// <summary>The composition root of the cross-reference.</summary>
public static class XrefRegistration
{
    /// <summary>The service's name, which is its consumer group.</summary>
    public const string Name = "xref";

    public static IHostApplicationBuilder AddXref(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddValidatedOptions<XrefOptions>(XrefOptions.Section);
        builder.AddXrefStatus();
        builder.AddReadinessCheck<IXrefStore>("xref-store", (store, stop) => store.GetAsync([new TrackId(0)], stop));
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<XrefMetrics>();
        services.AddServiceStore<IRecordings>(provider => FileOf(provider, "musicbrainz"));
        services.AddServiceStore<ITrackIsrcStore>(provider => FileOf(provider, "xref-tracks"));
        services.TryAddSingleton<IMatchPublisher, MatchPublisher>();
        services.TryAddSingleton<DumpReader>();
        services.TryAddSingleton<DumpLoader>();
        services.TryAddSingleton<TrackMatcher>();
        services.TryAddSingleton<DumpIngestion>();
        services.AddConsumer<FileVerified, DumpConsumer>(Topics.FileVerified, Name);
        services.AddConsumer<TracksExtracted, TrackIsrcConsumer>(Topics.TracksExtracted, Name);
        return builder;
    }

    /// <summary>What the cross-reference has done, without its work.</summary>
    public static IHostApplicationBuilder AddXrefStatus(this IHostApplicationBuilder builder)
    {
        builder.Services.AddStageCounts<MatchStages>();
        return builder;
    }

    private static string FileOf(IServiceProvider provider, string name) =>
        Path.Combine(provider.GetRequiredService<IOptions<XrefOptions>>().Value.DataFolder, name);
}
