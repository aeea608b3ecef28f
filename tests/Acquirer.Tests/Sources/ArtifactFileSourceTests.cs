using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Acquirer.Sources;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;

namespace SpotifyPlatform.Acquirer.Tests.Sources;

/// <summary>The artifact store in a folder, as a source.</summary>
public sealed class ArtifactFileSourceTests : StreamedSourceContract
{
    private int version;

    [Fact]
    public async Task List_WithABackup_HasItsNamesAndHashes()
    {
        await PutSampleAsync();
        byte[] content = [1, 2, 3];
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        var key = BackupManifest.KeyOf("hash", "set/0a.jsonl.zst");
        await Store().CreateAsync(key, new MemoryStream(content), None);
        Assert.Equal(70_000, (await Open().ListAsync(None)).Single(file => file.Name == "set/0a.jsonl.zst").Length);
        var manifest = new BackupManifest("hash", DateTimeOffset.UnixEpoch, [new BackupFile("set/0a.jsonl.zst", 3, sha256, $"{key}")]);
        await Store().CreateAsync(BackupManifest.KeyOf("hash"), new MemoryStream(manifest.ToBytes()), None);
        var source = Open();

        var file = (await source.ListAsync(None)).Single(file => file.Name == "set/0a.jsonl.zst");
        Assert.Empty(await source.FetchAsync([Want(file)], new Counter(), None));

        Assert.Equal((3L, sha256), (file.Length, file.Sha256));
        Assert.Equal(content, File.ReadAllBytes(Want(file).Path));
    }

    [Fact]
    public async Task List_ADamagedManifest_IsNamed()
    {
        await Store().CreateAsync(BackupManifest.KeyOf("hash"), new MemoryStream([1, 2, 3]), None);

        Assert.Contains("verified/hash/manifest.json cannot be read", (await Assert.ThrowsAsync<InvalidDataException>(() => Open().ListAsync(None))).Message, StringComparison.Ordinal);
    }

    protected override async Task PutAsync(IReadOnlyDictionary<string, byte[]> files)
    {
        if (Directory.Exists(Root.File("store")))
            Directory.Delete(Root.File("store"), recursive: true);
        version++;
        foreach (var (name, bytes) in files)
            await Store().CreateAsync(ArtifactKey.Parse(name), new MemoryStream(bytes), None);
        foreach (var path in Directory.EnumerateFiles(Root.File("store"), "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddDays(version));
    }

    internal override IFileSource Open() => new ArtifactFileSource("archive", Store(), TimeProvider.System);

    private FolderArtifactStore Store() => new(Root.File("store"), null, new FakeTimeProvider());
}
