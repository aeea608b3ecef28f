using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>
/// The tables <c>spotify_audio_analysis_tracks</c> and <c>spotify_audio_analysis_sections</c>, and the ledger of loaded shards.
/// </summary>
public interface IWarehouse
{
    /// <summary>
    /// Loads the rows of a shard and its ledger entry atomically. A shard that was loaded from the same files is unchanged; one that was loaded
    /// from other files is replaced, unless these are of a newer revision.
    /// </summary>
    /// <exception cref="InvalidDataException">A row is malformed, or the number of rows differs from the announced one; nothing is loaded.</exception>
    Task<LoadOutcome> LoadAsync(ShardFiles shard, CancellationToken cancellationToken);

    /// <summary>The loaded shards, by id.</summary>
    Task<IReadOnlyList<LoadedShard>> ListShardsAsync(CancellationToken cancellationToken);

    /// <summary>A track's analysis with its sections, or null.</summary>
    Task<TrackAnalysis?> FindAnalysisAsync(TrackId track, CancellationToken cancellationToken);
}

public enum LoadOutcome
{
    Loaded,
    AlreadyLoaded,

    /// <summary>The warehouse has a newer revision of the shard, which stays.</summary>
    Superseded,
}

/// <summary>A newline-delimited JSON file; compressed if its name ends in <c>.gz</c> or <c>.zst</c>.</summary>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record RowFile(string Path, string Sha256, long Rows)
{
    /// <summary>Ends in <c>.gz</c> or <c>.zst</c> where the file is compressed, which <see cref="Path"/> need not tell.</summary>
    public string Name { get; init; } = Path;
}

public sealed record ShardFiles(ShardId Shard, RowFile Tracks, RowFile Sections)
{
    /// <summary>Orders the contents that a shard had one after the other.</summary>
    public long Revision { get; init; }
}

public sealed record LoadedShard(ShardId Shard, long Tracks, long Sections, string TracksSha256, string SectionsSha256)
{
    /// <inheritdoc cref="ShardFiles.Revision"/>
    public long Revision { get; init; }
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
