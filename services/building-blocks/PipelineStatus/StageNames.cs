namespace SpotifyPlatform.PipelineStatus;

/// <summary>What stages count.</summary>
public static class StageNames
{
    public const string ShardsExtracted = "shards_extracted";
    public const string QuarantinedLines = "quarantined_lines";
    public const string ShardsLoaded = "shards_loaded";
    public const string AnalysisTracks = "analysis_tracks";
    public const string AnalysisSections = "analysis_sections";
    public const string TracksWithFeatures = "tracks_with_features";
    public const string Vectors = "vectors";
    public const string Pairs = "pairs";

    /// <summary>Followed by a table, a slash and the reason: what the table lacks of the files that it is made of.</summary>
    public const string LeftOutPrefix = "left_out_";

    /// <summary>Followed by the method of matching.</summary>
    public const string MatchesPrefix = "matches_";
}
