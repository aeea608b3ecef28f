using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>
/// The folder of the catalogue's databases under fixed names, decompressed from the data set or linked to it. Readers open them
/// read-only: a database may appear and be replaced, but never changes.
/// </summary>
internal sealed class CatalogFolder(IOptions<ShardExtractorOptions> options, ICatalogLedger ledger, CatalogDecompressor decompressor)
{
    private readonly string folder = Path.GetFullPath(Path.Combine(options.Value.DataFolder, "catalogue"));

    public string PathOf(string name) => Path.Combine(folder, name);

    public string PathOf(CatalogContent content) => PathOf(content switch
    {
        CatalogContent.Tracks => "spotify_clean.sqlite3",
        CatalogContent.Features => "spotify_clean_audio_features.sqlite3",
        _ => throw new ArgumentOutOfRangeException(nameof(content), content, "Unknown content."),
    });

    /// <summary>The hash of the input of a database that is ready, or null.</summary>
    public string? FindReady(CatalogContent content) =>
        ledger.FindReady(content) is { } ready && LengthOf(PathOf(content)) == ready.Length ? ready.InputSha256 : null;

    /// <summary>Makes the file's database ready and returns its path. Done once for each input.</summary>
    /// <exception cref="CatalogRefusedException">The file cannot be read; a retry would not help.</exception>
    public async Task<string> MakeReadyAsync(CatalogFile file, CancellationToken cancellationToken)
    {
        var target = PathOf(file.Content);
        if (FindReady(file.Content) == file.Sha256)
            return target;
        RequireUnchanged(file);
        if (Path.GetFullPath(file.Path) != target)
            await PlaceAsync(file, target, cancellationToken).ConfigureAwait(false);
        await ledger.SaveReadyAsync(file.Content, new(file.Sha256, LengthOf(target) ?? 0), cancellationToken).ConfigureAwait(false);
        return target;
    }

    private async Task PlaceAsync(CatalogFile file, string target, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var temporary = target + ".partial";
        File.Delete(temporary);
        try
        {
            if (file.IsCompressed)
                await Task.Run(() => Decompress(file, temporary, cancellationToken), cancellationToken).ConfigureAwait(false);
            else
                File.CreateSymbolicLink(temporary, Path.GetFullPath(file.Path));
            SqliteHeader.Require(temporary, file.Path);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private void Decompress(CatalogFile file, string target, CancellationToken cancellationToken)
    {
        using var output = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        decompressor.Decompress(file, output, cancellationToken);
    }

    /// <summary>Checks the length only, because hashing 125 GB again takes minutes; compressed input is hashed while it is read.</summary>
    private static void RequireUnchanged(CatalogFile file)
    {
        if (LengthOf(file.Path) is not { } length)
            throw new CatalogRefusedException(CatalogFault.Missing, $"{file.Path} does not exist or is not a regular file. Keep input files in place until they are extracted.");
        if (length != file.Length)
            throw new CatalogRefusedException(
                CatalogFault.Changed, $"{file.Path} has {length} bytes but had {file.Length} when it was verified. The next scan verifies it again.");
    }

    /// <summary>Bytes of a file, through links; null when it does not exist.</summary>
    private static long? LengthOf(string path)
    {
        if (!RegularFile.Exists(path))
            return null;
        using var handle = File.OpenHandle(path);
        return RandomAccess.GetLength(handle);
    }
}
