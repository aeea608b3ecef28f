using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectors.Generations;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Benchmarks.Similarity;

/// <summary>The index over a run's rows; an existing index is reused.</summary>
/// <param name="AddSeconds">To encode, append and sync every row, in batches of 10,000; 0 for an existing index.</param>
/// <param name="MergeSeconds">Of the last merge, which recomputes the centroids if the rows have doubled.</param>
internal sealed record IndexBuild(MappedVectorIndex Index, double AddSeconds, double MergeSeconds)
{
    private const int Batch = 10_000;

    /// <summary>Rows between two merges; limits the memory of the tail.</summary>
    private const int Step = 2_500_000;

    public static async Task<IndexBuild> OpenAsync(SimilarityData data, float[] vectors)
    {
        var index = new MappedVectorIndex(data.IndexFolder, SimilarityData.Dimensions, NullLogger<MappedVectorIndex>.Instance, new MergePolicy(MinChanges: int.MaxValue));
        double adding = 0, merging = 0;
        for (var first = (int)await index.CountAsync(CancellationToken.None); first < data.Rows; first += Batch)
        {
            var points = new VectorPoint[Math.Min(Batch, data.Rows - first)];
            Parallel.For(0, points.Length, i => points[i] = data.Point(vectors, first + i));
            var start = Stopwatch.GetTimestamp();
            await index.UpsertAsync(points, CancellationToken.None);
            adding += Stopwatch.GetElapsedTime(start).TotalSeconds;
            if ((first + points.Length) % Step != 0 && first + points.Length != data.Rows)
                continue;
            start = Stopwatch.GetTimestamp();
            await index.MergeAsync(CancellationToken.None);
            merging = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return new IndexBuild(index, adding, merging);
    }
}
