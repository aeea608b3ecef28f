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
    /// <exception cref="CatalogRefusedException">The file cannot be decompressed, whatever is tried.</exception>
    /// <exception cref="ArtifactNotFoundException">The file is gone.</exception>
    /// <exception cref="ArtifactChangedException">The file is another one by now.</exception>
    public async Task<InputDatabase> OpenAsync(InputFile file, CancellationToken cancellationToken)
    {
        if (!IsCompressed(file))
        {
            var plain = await artifacts.FetchAsync(file.File, cancellationToken).ConfigureAwait(false);
            return new InputDatabase(plain.Path, plain.Dispose);
        }

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

    private async Task<InputDatabase> DecompressAsync(InputFile file, CancellationToken cancellationToken)
    {
        using var source = await artifacts.FetchAsync(file.File, cancellationToken).ConfigureAwait(false);
        RemoveLeft();
        var input = new CatalogFile(file.Name, source.Path, file.File.Length, file.File.Sha256, CatalogContent.Tracks);
        var scratch = ScratchDatabase.Create(folder, Path.GetFileNameWithoutExtension(file.Name));
        try
        {
            await Task.Run(() => decompressor.Decompress(input, scratch.Content, cancellationToken), cancellationToken).ConfigureAwait(false);
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

    private InputDatabase? Share(string sha256)
    {
        lock (gate)
        {
            if (!decompressed.TryGetValue(sha256, out var scratch))
                return null;
            scratch.Users++;
            return new InputDatabase(scratch.Path, () => Release(sha256, scratch));
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

/// <summary>A database that stays where it is until this is disposed.</summary>
/// <param name="path">Read it, never write to it.</param>
internal sealed class InputDatabase(string path, Action release) : IDisposable
{
    private Action? release = release;

    public string Path { get; } = path;

    public void Dispose() => Interlocked.Exchange(ref release, null)?.Invoke();
}
