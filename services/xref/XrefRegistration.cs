using Microsoft.Extensions.DependencyInjection.Extensions;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Music;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Health;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Xref.Matching;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref;

/// <summary>The composition root of the cross-reference.</summary>
public static class XrefRegistration
{
    /// <summary>The service's name.</summary>
    public const string Name = "xref";

    public static IHostApplicationBuilder AddXref(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddValidatedOptions<XrefOptions>(XrefOptions.Section);
        builder.AddXrefStatus();
        builder.AddReadinessCheck<IXrefStore>("xref-store", (store, stop) => store.GetAsync([new TrackId(0)], stop));
        var services = builder.Services;
        services.TryAddSingleton<XrefMetrics>();
        services.TryAddSingleton<DumpReader>();
        services.TryAddSingleton<DumpSource>();
        services.TryAddSingleton<DumpTimestamps>();
        services.AddDerivedTable<DumpRecordings>(Name, RecordingTable.Name, [DumpRecordings.Kind], []);
        services.AddDerivedTable<TracksByIsrc>(Name, TracksByIsrcTable.Name, [], [TrackTable.Name]);
        services.AddDerivedTable<MatchesByIsrc>(Name, MatchTable.Name, [], [TracksByIsrcTable.Name, RecordingTable.Name]);
        services.AddDerivedTable<TracksByMbid>(Name, TracksByMbidTable.Name, [], [TracksByIsrcTable.Name, RecordingTable.Name]);
        return builder;
    }

    /// <summary>What the cross-reference has done, without its work.</summary>
    public static IHostApplicationBuilder AddXrefStatus(this IHostApplicationBuilder builder)
    {
        builder.Services.AddStageCounts<MatchStages>();
        return builder;
    }
}
