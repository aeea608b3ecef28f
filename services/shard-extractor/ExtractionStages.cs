using Microsoft.Extensions.Options;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.ShardExtractor;

/// <summary>The analysis shards in the output folder.</summary>
internal sealed class ExtractionStages(IOptions<ShardExtractorOptions> options) : IStageCounts
{
    public Task<IReadOnlyList<StageCount>> CountAsync(CancellationToken cancellationToken)
    {
        var source = StageSource.Folder(options.Value.OutputFolder);
        var entries = new FolderExtraction(options.Value.OutputFolder).Entries();
        return Task.FromResult<IReadOnlyList<StageCount>>(
        [
            new(StageNames.ShardsExtracted, source, entries.Count(entry => entry.Status == ExtractionStatus.Complete)),
            new(StageNames.QuarantinedLines, source, entries.Sum(entry => entry.RefusedLines)),
        ]);
    }
}
