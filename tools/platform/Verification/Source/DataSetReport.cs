namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>What a data folder holds of a data set: the end of an import.</summary>
/// <param name="Files">Input files of known kinds that were taken.</param>
/// <param name="Tables">Rows of each current table, those of shards together.</param>
/// <param name="LeftOut">Rows and values of databases and dumps that the tables lack.</param>
/// <param name="Matches">Tracks by the method of their match.</param>
/// <param name="TracksOfShards">Analysed tracks of each shard.</param>
internal sealed record DataSetReport(
    int Files, long Bytes, long Shards, long Tracks, long Artists, long Albums, long Features, long Playlists, long AnalysisTracks, long Sections, long QuarantinedLines,
    long LeftOut, IReadOnlyDictionary<string, long> Matches, long Vectors, long Pairs, IReadOnlyDictionary<string, long> Tables, IReadOnlyDictionary<string, long> TracksOfShards)
{
    /// <summary>By the names of <see cref="ExpectedCounts"/>; NaN where there is nothing to divide by.</summary>
    public double CountOf(string name) => name switch
    {
        "shards" => Shards,
        "tracks" => Tracks,
        "artists" => Artists,
        "albums" => Albums,
        "features" => Features,
        "playlists" => Playlists,
        "analysis_tracks" => AnalysisTracks,
        "sections" => Sections,
        "sections_per_track" => (double)Sections / AnalysisTracks,
        _ => double.NaN,
    };
}
