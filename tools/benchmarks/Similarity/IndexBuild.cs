using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Benchmarks.Similarity;

/// <summary>The table of a run's rows and the index over it; an existing table is used again.</summary>
/// <param name="AddSeconds">To collect the points of every row; 0 for an existing table.</param>
/// <param name="WriteSeconds">To compute the clusters, and to write and sync the table.</param>
internal sealed record IndexBuild(TableVectorIndex Index, long Bytes, double AddSeconds, double WriteSeconds) : IDisposable
{
    private const int Batch = 10_000;

    /// <summary>Opens the index of a folder that has a table.</summary>
    public static TableVectorIndex Open(string folder) => new(
        new CurrentTables(Store(folder), TimeProvider.System, NullLoggerFactory.Instance), new NoPromotions(), Scratch(folder), TimeProvider.System,
        NullLogger<TableVectorIndex>.Instance);

    public static async Task<IndexBuild> OpenAsync(SimilarityData data, float[] vectors)
    {
        var store = Store(data.IndexFolder);
        var plan = new TablePlan
        {
            Table = VectorTable.Name, KeyBytes = VectorTable.KeyBytes, PageBytes = 1 << 16, MappingVersion = VectorTable.FormatVersion, Rules = [],
            Inputs = new() { ["rows"] = $"{data.Shape} {data.Rows}" },
        };
        var start = Stopwatch.GetTimestamp();
        double adding = 0, writing = 0;
        foreach (var unit in await store.ListMissingUnitsAsync(plan, CancellationToken.None))
        {
            using var builder = new VectorTableBuilder(SimilarityData.Dimensions, Scratch(data.IndexFolder));
            Add(builder, data, vectors);
            adding = Stopwatch.GetElapsedTime(start).TotalSeconds;
            using var writer = store.Write(plan, unit);
            builder.Write(writer, Environment.ProcessorCount, CancellationToken.None);
            await writer.CompleteAsync(CancellationToken.None);
            writing = Stopwatch.GetElapsedTime(start).TotalSeconds - adding;
        }

        var manifest = (await store.CompleteAsync(plan, null, CancellationToken.None))!;
        await store.PublishAsync(manifest, new() { ["rows"] = 1 }, "bench", CancellationToken.None);
        return new IndexBuild(Open(data.IndexFolder), manifest.Bytes, adding, writing);
    }

    public void Dispose() => Index.Dispose();

    private static void Add(VectorTableBuilder builder, SimilarityData data, float[] vectors)
    {
        var rows = Enumerable.Range(0, data.Rows).ToArray();
        Array.Sort(Array.ConvertAll(rows, SimilarityData.Id), rows);
        foreach (var batch in rows.Chunk(Batch))
        {
            var points = new VectorPoint[batch.Length];
            Parallel.For(0, points.Length, i => points[i] = data.Point(vectors, batch[i]));
            foreach (var point in points)
                builder.Add(point, []);
        }
    }

    private static TableStore Store(string folder)
    {
        var artifacts = new FolderArtifactStore(folder, null, TimeProvider.System);
        return new TableStore(artifacts, artifacts, Scratch(folder), 256 << 20, Environment.ProcessorCount, TimeProvider.System);
    }

    private static string Scratch(string folder) => Path.Combine(folder, "scratch");

    private sealed class NoPromotions : IPromotedPoints
    {
        public int Dimensions => SimilarityData.Dimensions;

        public Task<IReadOnlyList<TrackId>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<TrackId>>([]);

        public Task<IReadOnlyList<VectorPoint>> ComposeAsync(IReadOnlyList<TrackId> ids, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<VectorPoint>>([]);
    }
}
