using SpotifyPlatform.Acquirer.Sources;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Acquirer.Downloads;

/// <summary>
/// Copies the complete files of a torrent to the archive and writes the manifest last. Goes on where it was stopped: an object that is there is not sent again. Nothing that was
/// in the archive is changed.
/// </summary>
internal sealed class Backup(IArtifactStore archive, TimeProvider time)
{
    private const int BufferBytes = 1 << 20;

    /// <returns>Bytes that were sent; null where the backup was finished before.</returns>
    /// <exception cref="ArtifactChangedException">A file was written to since it was verified. Nothing is stored of it.</exception>
    /// <exception cref="InvalidDataException">The archive has another length for an object of the backup.</exception>
    public async Task<long?> RunAsync(DownloadedTorrent torrent, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var dataSet = $"{torrent.Metadata.InfoHash}";
        var content = torrent.Wanted.Select(file => (File: file, Content: torrent.FindComplete(file) ?? throw new InvalidOperationException($"{file.Path} is not complete."))).ToList();
        if (await IsFinishedAsync(dataSet, content.Select(file => (file.File.Path, file.Content.Sha256)), cancellationToken).ConfigureAwait(false))
            return null;
        var (files, sent) = (new List<BackupFile>(), 0L);
        foreach (var (file, verified) in content)
        {
            var reference = new ArtifactReference(BackupManifest.KeyOf(dataSet, file.Path), verified.Length, verified.Sha256);
            if (await archive.FindAsync(reference.Key, cancellationToken).ConfigureAwait(false) is null)
            {
                await SendAsync(torrent.FinalPathOf(file), reference, cancellationToken).ConfigureAwait(false);
                sent += verified.Length;
            }

            await RequireAsync(reference, cancellationToken).ConfigureAwait(false);
            progress.Report(verified.Length);
            files.Add(new BackupFile(file.Path, verified.Length, verified.Sha256, reference.Key.ToString()));
        }

        var manifest = new BackupManifest(dataSet, time.GetUtcNow(), files);
        await archive.CreateAsync(await ManifestKeyAsync(dataSet, cancellationToken).ConfigureAwait(false), new MemoryStream(manifest.ToBytes()), cancellationToken).ConfigureAwait(false);
        return sent;
    }

    private async Task<bool> IsFinishedAsync(string dataSet, IEnumerable<(string Name, string Sha256)> wanted, CancellationToken cancellationToken)
    {
        var stored = new HashSet<(string, string)>();
        await foreach (var info in archive.ListAsync($"{BackupManifest.Prefix}{dataSet}", cancellationToken).ConfigureAwait(false))
            if (BackupManifest.IsManifest(info.Key.ToString()))
                stored.UnionWith((await BackupManifest.ReadAsync(archive, info.Key, cancellationToken).ConfigureAwait(false)).Files.Select(file => (file.Name, file.Sha256)));
        return wanted.All(stored.Contains);
    }

    /// <summary>A manifest is written once. One of fewer files, from a time when fewer were wanted, stays, and the next has a number.</summary>
    private async Task<ArtifactKey> ManifestKeyAsync(string dataSet, CancellationToken cancellationToken)
    {
        var key = BackupManifest.KeyOf(dataSet);
        for (var number = 2; await archive.FindAsync(key, cancellationToken).ConfigureAwait(false) is not null; number++)
            key = BackupManifest.KeyOf($"{dataSet}-{number}");
        return key;
    }

    /// <summary>As a stream: a store that is a folder must not share the bytes of a file that can go bad. The stream ends with an error where they are not those that were verified.</summary>
    private async Task SendAsync(string path, ArtifactReference reference, CancellationToken cancellationToken)
    {
        var content = new VerifiedStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes), reference);
        await using (content.ConfigureAwait(false))
            await archive.CreateAsync(reference.Key, content, cancellationToken).ConfigureAwait(false);
    }

    private async Task RequireAsync(ArtifactReference reference, CancellationToken cancellationToken)
    {
        if (await archive.FindAsync(reference.Key, cancellationToken).ConfigureAwait(false) is not { } stored || stored.Length != reference.Length)
            throw new InvalidDataException($"The archive has another length for {reference.Key}, or has lost it. Delete it there; the next backup writes it again.");
    }
}
