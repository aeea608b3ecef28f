using System.Security.Cryptography;
using ICSharpCode.SharpZipLib;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Deriving;
using ZstdSharp;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Opens announced dumps, and tells what can never be read from what is not there now.</summary>
internal sealed class DumpSource(ILocalArtifacts artifacts)
{
    /// <exception cref="TableRefusedException">The dump cannot be read, whatever is tried.</exception>
    /// <exception cref="ArtifactNotFoundException">The file is not there.</exception>
    /// <exception cref="ArtifactChangedException">The file is not the announced one.</exception>
    public async Task<T> ReadAsync<T>(InputFile dump, Func<DumpFile, T> read, CancellationToken cancellationToken)
    {
        using var local = await artifacts.FetchAsync(dump.File, cancellationToken).ConfigureAwait(false);
        try
        {
            await VerifyAsync(dump.File, local.Path, cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => read(new DumpFile(dump.Name, local.Path)), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactNotFoundException(dump.File.Key);
        }
        catch (Exception ex) when (ex is InvalidDataException or EndOfStreamException or ZstdException or SharpZipBaseException)
        {
            // The bytes match the announced hash, so a retry would fail at the same place.
            throw new TableRefusedException("unreadable", $"{dump.Name} is damaged: {ex.Message} Fetch it again.", ex);
        }
    }

    /// <summary>Compares the file with the announced hash before it is parsed; it may have been replaced since.</summary>
    private static async Task VerifyAsync(ArtifactReference file, string path, CancellationToken cancellationToken)
    {
        var bytes = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (bytes.ConfigureAwait(false))
        {
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancellationToken).ConfigureAwait(false));
            if (sha256 != file.Sha256)
                throw new ArtifactChangedException(file, $"has the SHA-256 {sha256}");
        }
    }
}
