using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>What a run reads.</summary>
/// <param name="Folder">The data set's folder.</param>
/// <param name="KnownFiles">The file names that the run takes, for messages.</param>
/// <param name="ExtractFolder">The extractor's output folder; null for a run without shards.</param>
internal sealed record PipelineInput(string Folder, string KnownFiles, string? ExtractFolder)
{
    private const string PlaylistFiles = "spotify_clean.sqlite3 and spotify_clean_playlists.sqlite3 (each also with .zst)";

    /// <summary>Every kind of file.</summary>
    public static PipelineInput Everything(string folder, DataFolder data) => new(
        folder,
        "XX.jsonl.zst (audio analysis), spotify_clean_audio_features.sqlite3, mbdump*.tar (also .gz, .zst, .bz2), " + PlaylistFiles,
        data.Extract);

    /// <summary>Playlists and the catalogue.</summary>
    public static PipelineInput Playlists(string folder) => new(folder, PlaylistFiles, null);

    /// <summary>
    /// The shards that are incomplete or have lines in quarantine, from this run or an earlier one. A repaired file is extracted again
    /// and leaves the list.
    /// </summary>
    public IReadOnlyList<DefectiveShard> DefectiveShards() => ExtractFolder is null
        ? []
        : [.. new FolderExtraction(ExtractFolder).Entries()
            .Where(entry => entry.Verdict != Verdict.Complete || entry.RefusedLines > 0)
            .Select(entry => new DefectiveShard(entry.SourceFile, entry.RefusedLines, entry.Message))];
}

/// <param name="QuarantinedLines">Lines without rows; the quarantine file of the shard has position and reason of each.</param>
internal sealed record DefectiveShard(string File, long QuarantinedLines, string Message);
