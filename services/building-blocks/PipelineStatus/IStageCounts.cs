namespace SpotifyPlatform.PipelineStatus;

/// <summary>Counts what a stage of the pipeline has stored. A service registers one for each of its stores.</summary>
public interface IStageCounts
{
    Task<IReadOnlyList<StageCount>> CountAsync(CancellationToken cancellationToken);
}

/// <param name="Name">One of <see cref="StageNames"/>.</param>
/// <param name="Source">Names the store, see <see cref="StageSource"/>: instances that share a store report the same one, and it is counted once.</param>
public sealed record StageCount(string Name, string Source, long Count);
