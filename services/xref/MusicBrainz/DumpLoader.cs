using System.Security.Cryptography;
using ICSharpCode.SharpZipLib;
using SpotifyPlatform.Artifacts;
using SpotifyPlatform.Artifacts.Store;
using ZstdSharp;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Loads and activates a dump. The caller loads one dump at a time.</summary>
internal sealed class DumpLoader(DumpReader reader, IRecordings recordings, ILocalArtifacts artifacts)
{
    /// <summary>Loads the dump unless it is active already, or older than the active one.</summary>
    /// <exception cref="DumpRefusedException">The dump cannot be loaded; the active one stays.</exception>
    public async Task<LoadedDump> LoadAsync(AnnouncedDump dump, CancellationToken cancellationToken)
    {
        var current = recordings.Current();
        if (current?.Sha256 == dump.Artifact.Sha256)
            return new LoadedDump(DumpOutcome.AlreadyActive, current, null);
        try
        {
            using var local = await artifacts.FetchAsync(dump.Artifact, cancellationToken).ConfigureAwait(false);
            var file = new DumpFile(dump.Name, local.Path, dump.Artifact.Sha256);
            await VerifyAsync(file, cancellationToken).ConfigureAwait(false);
            var header = reader.ReadHeader(file);
            if (current is not null && !header.Supersedes(current))
                return new LoadedDump(DumpOutcome.Older, header, null);
            DumpReport? report = null;
            await recordings
                .ReplaceAsync(header, writer => report = reader.ReadRows(file, writer, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            return new LoadedDump(DumpOutcome.Loaded, header, report);
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DumpRefusedException("file_missing", $"{dump.Name} does not exist: {ex.Message}", ex);
        }
        catch (ArtifactChangedException ex)
        {
            throw new DumpRefusedException("hash_differs", ex.Message, ex);
        }
        catch (Exception ex) when (ex is InvalidDataException or EndOfStreamException or ZstdException or SharpZipBaseException)
        {
            // The bytes match the announced hash, so a retry would fail at the same place.
            throw new DumpRefusedException("unreadable", $"{dump.Name} is damaged: {ex.Message} Fetch it again.", ex);
        }
    }

    /// <summary>Compares the file with the announced hash before it is parsed; it may have been replaced since.</summary>
    private static async Task VerifyAsync(DumpFile file, CancellationToken cancellationToken)
    {
        if (Path.Exists(file.Path) && !RegularFile.Exists(file.Path))
            throw new DumpRefusedException("not_regular", $"{file.Path} is not a regular file. Put the dump in its place.");
        var bytes = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (bytes.ConfigureAwait(false))
        {
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancellationToken).ConfigureAwait(false));
            if (sha256 != file.Sha256)
                throw new DumpRefusedException(
                    "hash_differs", $"{file.Path} has the SHA-256 {sha256}, but {file.Sha256} was announced: the file has changed. The next scan announces it again.");
        }
    }
}

internal enum DumpOutcome
{
    /// <summary>The dump is active now.</summary>
    Loaded,

    /// <summary>It was active before.</summary>
    AlreadyActive,

    /// <summary>A newer one is active and stays.</summary>
    Older,
}

/// <param name="Report">Counts of the lines read; null when nothing was loaded.</param>
internal sealed record LoadedDump(DumpOutcome Outcome, DumpHeader Header, DumpReport? Report);
