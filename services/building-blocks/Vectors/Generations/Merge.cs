using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Vectors.Files;

namespace SpotifyPlatform.Vectors.Generations;

/// <summary>
/// Writes the next generation: a base file with the rows of the current base file and tail, a tail with the changes that arrived meanwhile, and finally
/// the manifest. Searches and writes continue; writes wait only while the rest of the tail is copied.
/// </summary>
internal sealed class Merge(IndexFolder folder, int dimensions, ILogger logger)
{
    /// <returns>False if there is nothing to merge, or another instance is merging.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var held = FileLock.TryTake(folder.MergeLock);
        if (held is null)
            return false;
        var started = Stopwatch.GetTimestamp();
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
        Log.Merged(logger, operations, header.Rows, header.Clusters, next, Stopwatch.GetElapsedTime(started).TotalSeconds);
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
