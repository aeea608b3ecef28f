using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>What every extracted table is made with.</summary>
internal sealed record TableTools(
    InputFiles Files, InputDatabases Databases, ITableSources Sources, StageProgressFactory Stages, ShardExtractorMetrics Metrics, TimeProvider Time);
