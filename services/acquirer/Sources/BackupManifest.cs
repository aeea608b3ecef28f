using System.Text.Json;
using System.Text.Json.Serialization;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Acquirer.Sources;

/// <summary>What a finished backup holds. Written last and once, so that a backup without one is not finished.</summary>
/// <param name="DataSet">A torrent's info hash, or the data set's name.</param>
internal sealed record BackupManifest(string DataSet, DateTimeOffset CreatedAt, IReadOnlyList<BackupFile> Files)
{
    /// <summary>All that backups write is below it: what an operator has put into the archive stays as it is.</summary>
    public const string Prefix = "verified/";

    private const string Suffix = "/manifest.json";
    private const int MaxBytes = 128 << 20;

    public static bool IsManifest(string key) => key.StartsWith(Prefix, StringComparison.Ordinal) && key.EndsWith(Suffix, StringComparison.Ordinal) && key.Count(c => c == '/') == 2;

    public static ArtifactKey KeyOf(string dataSet) => ArtifactKey.Parse($"{Prefix}{dataSet}{Suffix}");

    /// <summary>The key of a file that is backed up; its name cannot be the manifest's.</summary>
    public static ArtifactKey KeyOf(string dataSet, string name) => ArtifactKey.Parse($"{Prefix}{dataSet}/files/{name}");

    /// <exception cref="InvalidDataException">The manifest is damaged.</exception>
    public static async Task<BackupManifest> ReadAsync(IArtifactStore store, ArtifactKey key, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var content = await store.OpenAsync(key, new ByteRange(0, MaxBytes), cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
            await content.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        try
        {
            var manifest = JsonSerializer.Deserialize(SealedJson.Open(bytes.ToArray()), BackupManifestContext.Default.BackupManifest)!;
            foreach (var file in manifest.Files)
                if (!InputKeys.TryOf(file.Name, out _, out var fault) || !ArtifactKey.TryParse(file.Key, out _, out fault) || file.Length < 0)
                    throw new InvalidDataException($"a name or length in it is wrong: {fault}");
            return manifest;
        }
        catch (Exception ex) when (ex is InvalidDataException or JsonException)
        {
            throw new InvalidDataException($"The backup's {key} cannot be read: {ex.Message}. Delete it; the next backup writes it again.", ex);
        }
    }

    public byte[] ToBytes() => SealedJson.Seal(JsonSerializer.SerializeToUtf8Bytes(this, BackupManifestContext.Default.BackupManifest));
}

/// <param name="Key">Where the file is in the archive.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
internal sealed record BackupFile(string Name, long Length, string Sha256, string Key);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupManifestContext : JsonSerializerContext;
