using System.IO.Compression;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.BigQuery.Warehouse;

/// <summary>The row files of several shards as one file that is sent along with a job: they are read from the artifact store, and their hashes compared.</summary>
internal static class RowFileUpload
{
    /// <summary>The lines of all files, in a file without a name that vanishes when it is closed.</summary>
    /// <param name="scratch">A folder on this machine.</param>
    /// <exception cref="ArtifactNotFoundException">A file is gone.</exception>
    /// <exception cref="ArtifactChangedException">A file is not what was announced.</exception>
    public static async Task<Stream> JoinAsync(ILocalArtifacts artifacts, IReadOnlyList<RowFile> files, string scratch, CancellationToken cancellationToken)
    {
        var joined = new FileStream(
            Path.Combine(Directory.CreateDirectory(scratch).FullName, $"rows-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 20, FileOptions.DeleteOnClose);
        try
        {
            foreach (var file in files)
            {
                using var local = await artifacts.FetchAsync(file.File, cancellationToken).ConfigureAwait(false);
                await using var stored = File.OpenRead(local.Path);
                await using var lines = Decompress(file.File.Key.ToString(), stored);
                await lines.CopyToAsync(joined, cancellationToken).ConfigureAwait(false);
            }

            joined.Position = 0;
            return joined;
        }
        catch
        {
            await joined.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whether BigQuery reads a file of a bucket as it is: it knows gzip and not zstd.</summary>
    public static bool IsReadable(RowFile file) => !file.File.Key.ToString().EndsWith(".zst", StringComparison.Ordinal);

    private static Stream Decompress(string key, Stream stored) =>
        key.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stored, CompressionMode.Decompress)
        : key.EndsWith(".zst", StringComparison.Ordinal) ? ZstdStreams.Decompress(stored)
        : stored;
}
