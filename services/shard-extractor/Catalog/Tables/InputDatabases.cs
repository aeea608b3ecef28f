using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>
/// The SQLite databases of a data set as files. A compressed one is decompressed to a scratch file, which all tables that are built at the
/// same time share and the last of them deletes.
/// </summary>
internal sealed class InputDatabases(IOptions<ShardExtractorOptions> options, ILocalArtifacts artifacts, CatalogDecompressor decompressor) : IDisposable
{
    private readonly Dictionary<string, ScratchDatabase> decompressed = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim decompressing = new(1, 1);
    private readonly Lock gate = new();
    private readonly string folder = Path.GetFullPath(Path.Combine(options.Value.DataFolder, "decompressed"));
    private bool hasCleaned;

    /// <summary>The database of a file, kept until it is disposed.</summary>
    /// <exception cref="CatalogRefusedException">The file cannot be decompressed, or is no whole database, whatever is tried.</exception>
    /// <exception cref="ArtifactNotFoundException">The file is gone.</exception>
    /// <exception cref="ArtifactChangedException">The file is another one by now.</exception>
    public async Task<LocalArtifact> OpenAsync(InputFile file, CancellationToken cancellationToken)
    {
        if (!IsCompressed(file))
            return await FetchAsync(file, cancellationToken).ConfigureAwait(false);

        await decompressing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Share(file.File.Sha256) ?? await DecompressAsync(file, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            decompressing.Release();
        }
    }

    public void Dispose() => decompressing.Dispose();

    private static bool IsCompressed(InputFile file) => file.Name.EndsWith(".zst", StringComparison.OrdinalIgnoreCase);

    private async Task<LocalArtifact> FetchAsync(InputFile file, CancellationToken cancellationToken)
    {
        var database = await artifacts.FetchAsync(file.File, cancellationToken).ConfigureAwait(false);
        try
        {
            SqliteHeader.Require(database.Path, database.Path);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private async Task<LocalArtifact> DecompressAsync(InputFile file, CancellationToken cancellationToken)
    {
        using var source = await artifacts.FetchAsync(file.File, cancellationToken).ConfigureAwait(false);
        RemoveLeft();
        var scratch = ScratchDatabase.Create(folder, Path.GetFileNameWithoutExtension(file.Name));
        try
        {
            await Task.Run(() => decompressor.Decompress(file, source.Path, scratch.Content, cancellationToken), cancellationToken).ConfigureAwait(false);
            SqliteHeader.Require(scratch.Path, source.Path);
        }
        catch
        {
            scratch.Dispose();
            throw;
        }

        lock (gate)
            decompressed.Add(file.File.Sha256, scratch);
        return Share(file.File.Sha256)!;
    }

    private LocalArtifact? Share(string sha256)
    {
        lock (gate)
        {
            if (!decompressed.TryGetValue(sha256, out var scratch))
                return null;
            scratch.Users++;
            return new LocalArtifact(scratch.Path, () => Release(sha256, scratch));
        }
    }

    private void Release(string sha256, ScratchDatabase scratch)
    {
        lock (gate)
        {
            if (--scratch.Users > 0)
                return;
            decompressed.Remove(sha256);
            scratch.Dispose();
        }
    }

    /// <summary>Removes the scratch files of processes that were killed.</summary>
    private void RemoveLeft()
    {
        if (hasCleaned)
            return;
        Directory.CreateDirectory(folder);
        foreach (var left in Directory.EnumerateFiles(folder))
            ScratchDatabase.DeleteIfUnused(left);
        hasCleaned = true;
    }
}
