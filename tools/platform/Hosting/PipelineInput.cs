using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>What a run reads.</summary>
/// <param name="Folder">The data set's folder.</param>
/// <param name="ExtractFolder">The extractor's output folder; null for a run without shards.</param>
internal sealed record PipelineInput(string Folder, string? ExtractFolder)
{
    /// <summary>
    /// The shards that are incomplete or have lines in quarantine, from this run or an earlier one. A repaired file is extracted again
    /// and leaves the list.
    /// </summary>
    public IReadOnlyList<DefectiveShard> DefectiveShards() => ExtractFolder is null
        ? []
        : [.. new FolderExtraction(ExtractFolder).Entries()
            .Where(entry => entry.Status != ExtractionStatus.Complete || entry.RefusedLines > 0)
            .Select(entry => new DefectiveShard(entry.SourceFile, entry.RefusedLines, entry.Message))];
}

/// <param name="QuarantinedLines">Lines without rows; the quarantine file of the shard has position and reason of each.</param>
internal sealed record DefectiveShard(string File, long QuarantinedLines, string Message);
