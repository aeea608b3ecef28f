using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>
/// The databases of announced files as files of this machine. A plain file is read where it stands; a compressed one is decompressed once, into the
/// folder <c>catalogue/</c> of the data folder, where its hash names it, until another file of its kind is.
/// </summary>
internal sealed class CatalogDatabaseFiles(ILocalArtifacts artifacts, CatalogDecompressor decompressor, IOptions<ShardExtractorOptions> options) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string folder = Path.GetFullPath(Path.Combine(options.Value.DataFolder, "catalogue"));

    /// <returns>The database, until it is disposed.</returns>
    /// <exception cref="ArtifactNotFoundException">The file is gone.</exception>
    /// <exception cref="ArtifactChangedException">The file has other bytes than were announced.</exception>
    /// <exception cref="CatalogRefusedException">The compressed file is damaged.</exception>
    public async Task<LocalArtifact> OpenAsync(InputFile file, CancellationToken cancellationToken)
    {
        var fetched = await artifacts.FetchAsync(file.File, cancellationToken).ConfigureAwait(false);
        var compressed = new CatalogFile(file.Name, fetched.Path, file.File.Length, file.File.Sha256, ContentOf(file.Kind));
        if (!compressed.IsCompressed)
            return fetched;
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new LocalArtifact(await Task.Run(() => Decompress(compressed, file, cancellationToken), cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            turn.Release();
            fetched.Dispose();
        }
    }

    public void Dispose() => turn.Dispose();

    private static CatalogContent ContentOf(string kind) => kind switch
    {
        InputKinds.Playlists => CatalogContent.Playlists,
        _ => CatalogContent.Tracks,
    };

    private string Decompress(CatalogFile file, InputFile input, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{input.Kind}-{file.Sha256}.sqlite3");
        if (File.Exists(path))
            return path;
        // Two processes may decompress it at once; both files are the same.
        var temporary = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            decompressor.Decompress(file, temporary, cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        catch (CatalogRefusedException ex) when (ex.Fault == CatalogFault.Changed)
        {
            throw new ArtifactChangedException(input.File, "has another SHA-256");
        }
        finally
        {
            File.Delete(temporary);
        }

        foreach (var other in Directory.EnumerateFiles(folder, $"{input.Kind}-*.sqlite3"))
            if (other != path)
                File.Delete(other);
        return path;
    }
}
