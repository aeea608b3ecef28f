using System.Globalization;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Acquirer.Sources;

/// <summary>
/// The objects of a bucket or of a folder in the layout of the artifact store. Where a backup is there (<see cref="BackupManifest"/>), its files have the names and the
/// hashes of its manifest.
/// </summary>
internal sealed class ArtifactFileSource(string name, IArtifactStore store, TimeProvider time) : StreamedFileSource(time)
{
    /// <summary>Keys of backed up files by their name in the data set.</summary>
    private readonly Dictionary<string, string> backedUp = new(StringComparer.Ordinal);

    public override string Name => name;

    public override async Task<IReadOnlyList<SourceFile>> ListAsync(CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, SourceFile>(StringComparer.Ordinal);
        var manifests = new List<ArtifactKey>();
        await foreach (var info in store.ListAsync("", cancellationToken).ConfigureAwait(false))
        {
            var key = info.Key.ToString();
            if (BackupManifest.IsManifest(key))
                manifests.Add(info.Key);
            else if (!key.StartsWith(BackupManifest.Prefix, StringComparison.Ordinal))
                files[key] = new SourceFile(key, info.Length, VersionOf(info));
        }

        foreach (var key in manifests)
            foreach (var file in (await BackupManifest.ReadAsync(store, key, cancellationToken).ConfigureAwait(false)).Files)
            {
                files[file.Name] = new SourceFile(file.Name, file.Length, file.Sha256, file.Sha256);
                backedUp[file.Name] = file.Key;
            }

        return [.. files.Values.OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    protected override async Task<(Stream Content, long Offset)> OpenAsync(SourceFile file, long offset, CancellationToken cancellationToken)
    {
        try
        {
            var key = ArtifactKey.Parse(backedUp.GetValueOrDefault(file.Name, file.Name));
            if (file.Sha256 is null && (await store.FindAsync(key, cancellationToken).ConfigureAwait(false) is not { } info || info.Length != file.Length || VersionOf(info) != file.Version))
                throw new InvalidDataException($"{file.Name} is gone or another one since it was listed.");
            return (await store.OpenAsync(key, new ByteRange(offset, file.Length - offset), cancellationToken).ConfigureAwait(false), offset);
        }
        catch (ArtifactNotFoundException ex)
        {
            throw new InvalidDataException($"{file.Name} is gone since it was listed.", ex);
        }
    }

    private static string VersionOf(ArtifactInfo info) => info.CreatedAt.Ticks.ToString(CultureInfo.InvariantCulture);
}
