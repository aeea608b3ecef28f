using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.Contracts.Xref.V1;

namespace SpotifyPlatform.Contracts;

/// <summary>All event topics; <c>protos/README.md</c> lists their producers and consumers.</summary>
public static class Topics
{
    public static readonly Topic<FileVerified> FileVerified = new("acquisition.file.verified.v1", 4, Acquisition.V1.FileVerified.Parser);
    public static readonly Topic<ShardExtracted> ShardExtracted = new("analysis.shard.extracted.v1", 4, Analysis.V1.ShardExtracted.Parser);
    public static readonly Topic<TracksExtracted> TracksExtracted = new("catalog.track.extracted.v1", 4, Catalog.V1.TracksExtracted.Parser);
    public static readonly Topic<FeaturesExtracted> FeaturesExtracted = new("catalog.features.extracted.v1", 4, Catalog.V1.FeaturesExtracted.Parser);
    public static readonly Topic<PlaylistsExtracted> PlaylistsExtracted = new("catalog.playlist.extracted.v1", 4, Catalog.V1.PlaylistsExtracted.Parser);
    public static readonly Topic<CatalogFileExtracted> CatalogFileExtracted = new("catalog.file.extracted.v1", 1, Catalog.V1.CatalogFileExtracted.Parser);
    public static readonly Topic<TracksMatched> TracksMatched = new("xref.track.matched.v1", 4, Xref.V1.TracksMatched.Parser);
    public static readonly Topic<TracksAccessed> TracksAccessed = new("lookup.track.accessed.v1", 4, Lookup.V1.TracksAccessed.Parser);
    public static readonly Topic<MiningRangePlanned> MiningRangePlanned = new("mining.range.planned.v1", 16, Mining.V1.MiningRangePlanned.Parser);
    public static readonly Topic<MiningRangeMined> MiningRangeMined = new("mining.range.mined.v1", 4, Mining.V1.MiningRangeMined.Parser);
    public static readonly Topic<PlaysObserved> PlaysObserved = new("listening.play.observed.v1", 16, Listening.V1.PlaysObserved.Parser);
    public static readonly Topic<ArtistsRequested> ArtistsRequested = new("enrichment.artist.requested.v1", 16, Enrichment.V1.ArtistsRequested.Parser);
}
