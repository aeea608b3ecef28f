using System.Security.Cryptography;
using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Brings a dump into force. Dumps are taken one after the other by the caller.</summary>
internal sealed class DumpLoader(DumpReader reader, IRecordings recordings)
{
    /// <summary>Loads the dump unless it is in force already or older than the one that is.</summary>
    /// <exception cref="DumpRefusedException">The dump cannot be loaded; the one in force stays.</exception>
    public async Task<LoadedDump> LoadAsync(DumpFile file, CancellationToken cancellationToken)
    {
        var current = recordings.Current();
        if (current?.Sha256 == file.Sha256)
            return new LoadedDump(DumpOutcome.InForce, current, null);
        try
        {
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
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DumpRefusedException("file_missing", $"{file.Path} is not there. Offer {file.Name} again once it is.", fault);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or ZstdException)
        {
            // The bytes are those that were announced, so reading them again will fail at the same place.
            throw new DumpRefusedException("unreadable", $"{file.Name} is damaged: {fault.Message} Fetch it again.", fault);
        }
    }

    /// <summary>Holds the bytes to their hash before any is believed; the file may have been replaced since it was announced.</summary>
    private static async Task VerifyAsync(DumpFile file, CancellationToken cancellationToken)
    {
        var bytes = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (bytes.ConfigureAwait(false))
        {
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancellationToken).ConfigureAwait(false));
            if (sha256 != file.Sha256)
                throw new DumpRefusedException(
                    "hash_differs", $"{file.Path} has the SHA-256 {sha256}, announced was {file.Sha256}: the file has changed since. Offer it again.");
        }
    }
}

internal enum DumpOutcome
{
    /// <summary>The dump is in force now.</summary>
    Loaded,

    /// <summary>It was in force before.</summary>
    InForce,

    /// <summary>A newer one is in force and stays.</summary>
    Older,
}

/// <param name="Report">What was read, when the dump was loaded.</param>
internal sealed record LoadedDump(DumpOutcome Outcome, DumpHeader Header, DumpReport? Report);
