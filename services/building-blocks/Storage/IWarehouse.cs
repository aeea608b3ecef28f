using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>
/// The rows of audio-analysis shards: <c>spotify_audio_analysis_tracks</c> and <c>spotify_audio_analysis_sections</c>.
/// </summary>
public interface IWarehouse
{
    /// <summary>
    /// Loads the rows of a shard, all or none. A shard that was loaded from the same rows is unchanged; one that was loaded from others is
    /// replaced, unless these are of a newer revision.
    /// </summary>
    /// <exception cref="ArtifactNotFoundException">The rows are gone; nothing is loaded.</exception>
    /// <exception cref="InvalidDataException">The rows are damaged, or as many as were not announced; nothing is loaded.</exception>
    Task<LoadOutcome> LoadAsync(ShardRows shard, CancellationToken cancellationToken);

    /// <summary>Loads several shards, together where the engine can. Each is loaded or refused by itself.</summary>
    /// <param name="shards">Each shard once.</param>
    /// <returns>What became of each, in order.</returns>
    async Task<IReadOnlyList<ShardLoad>> LoadManyAsync(IReadOnlyList<ShardRows> shards, CancellationToken cancellationToken)
    {
        var loads = new ShardLoad[shards.Count];
        for (var i = 0; i < loads.Length; i++)
        {
            try
            {
                loads[i] = ShardLoad.Done(await LoadAsync(shards[i], cancellationToken).ConfigureAwait(false));
            }
            catch (Exception ex) when (ShardLoad.IsRefusal(ex))
            {
                loads[i] = ShardLoad.Refused(ex);
            }
        }

        return loads;
    }

    /// <summary>A loaded shard, or null.</summary>
    Task<LoadedShard?> FindShardAsync(ShardId shard, CancellationToken cancellationToken);

    /// <summary>The loaded shards, by id.</summary>
    Task<IReadOnlyList<LoadedShard>> ListShardsAsync(CancellationToken cancellationToken);

    /// <summary>A track's analysis with its sections, or null.</summary>
    /// <exception cref="TableNotBuiltException">No shard is loaded.</exception>
    Task<TrackAnalysis?> FindAnalysisAsync(TrackId track, CancellationToken cancellationToken);
}

public enum LoadOutcome
{
    Loaded,
    AlreadyLoaded,

    /// <summary>The warehouse has a newer revision of the shard, which stays.</summary>
    Superseded,

    /// <summary>An operator keeps other rows of the shard.</summary>
    Pinned,
}

/// <summary>A newline-delimited JSON file; compressed if its key ends in <c>.gz</c> or <c>.zst</c>.</summary>
public sealed record RowFile(ArtifactReference File, long Rows);

/// <summary>The rows of an extracted shard: as files, and as a generation of the shard's table.</summary>
/// <param name="Generation">The generation's id.</param>
public sealed record ShardRows(ShardId Shard, RowFile Tracks, RowFile Sections, string Generation)
{
    /// <summary>Orders the contents that a shard had one after the other.</summary>
    public long Revision { get; init; }

    /// <summary>Of the extractor. Of one content the rows of the newest count.</summary>
    public int ExtractorVersion { get; init; }
}

public sealed record LoadedShard(ShardId Shard, long Tracks, long Sections)
{
    /// <inheritdoc cref="ShardRows.Revision"/>
    public long Revision { get; init; }

    /// <inheritdoc cref="ShardRows.ExtractorVersion"/>
    public int ExtractorVersion { get; init; }

    /// <summary>Whether other rows of the shard are older than these.</summary>
    public bool IsNewerThan(ShardRows rows) => Revision != rows.Revision ? Revision > rows.Revision : ExtractorVersion > rows.ExtractorVersion;
}

/// <summary>A row of <c>spotify_audio_analysis_tracks</c> with its sections; durations in seconds, loudness in dB, tempo in BPM.</summary>
public sealed record TrackAnalysis(
    TrackId Id,
    double? Duration,
    double? Tempo,
    double? TempoConfidence,
    int? TimeSignature,
    double? TimeSignatureConfidence,
    int? Key,
    double? KeyConfidence,
    int? Mode,
    double? ModeConfidence,
    double? Loudness,
    double? EndOfFadeIn,
    double? StartOfFadeOut,
    long? NumSamples,
    int? AnalysisSampleRate,
    string? AnalyzerVersion,
    double? AnalysisTime,
    IReadOnlyList<AnalysisSection> Sections);

/// <summary>A row of <c>spotify_audio_analysis_sections</c>.</summary>
public sealed record AnalysisSection(
    int Index,
    double? Start,
    double? Duration,
    double? Confidence,
    double? Loudness,
    double? Tempo,
    double? TempoConfidence,
    int? Key,
    double? KeyConfidence,
    int? Mode,
    double? ModeConfidence,
    int? TimeSignature,
    double? TimeSignatureConfidence);
