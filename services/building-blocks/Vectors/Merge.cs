using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Vectors.Files;
using SpotifyPlatform.Vectors.Rows;

namespace SpotifyPlatform.Vectors;

/// <summary>
/// Writes the next generation: a base file of what the present one and its tail hold, a tail of what came while that was written, and the manifest at
/// last. Searches and additions go on meanwhile; additions wait only while the tail's rest is copied.
/// </summary>
internal sealed class Merge(IndexFolder folder, int dimensions, ILogger logger)
{
    /// <returns>False where there is nothing to merge, or another one is at it.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var held = FileLock.TryTake(folder.MergeLock);
        if (held is null)
            return false;
        var began = Stopwatch.GetTimestamp();
        var generation = folder.ReadGeneration();
        folder.RemoveOthers(generation);
        using var view = new IndexView(folder, dimensions, generation);
        if (view.Operations == 0)
            return false;
        var (operations, end, next) = (view.Operations, view.Read, generation + 1);
        var header = Write(view, folder.Base(next), cancellationToken);
        using (await FileLock.TakeAsync(folder.WriteLock, cancellationToken).ConfigureAwait(false))
        {
            view.Advance();
            view.CopyTail(folder.Tail(next), end);
            folder.WriteGeneration(next);
        }

        folder.RemoveOthers(next);
        Log.Merged(logger, operations, header.Rows, header.Clusters, next, Stopwatch.GetElapsedTime(began).TotalSeconds);
        return true;
    }

    private BaseHeader Write(IndexView view, string path, CancellationToken cancellationToken)
    {
        using var rows = new MergedRows(view, dimensions, cancellationToken);
        using var file = new StagedFile(path);
        var header = BaseWriter.Write(rows, file.Stream, cancellationToken);
        file.Publish();
        return header;
    }
}
