using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;

namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts;

public sealed class FolderArtifactStoreTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("artifacts-").FullName;
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);

    private string Store => Path.Combine(root, "store");

    private string Input => Path.Combine(root, "input");

    [Fact]
    public async Task Create_AnArtifact_SyncsItBeforeItHasItsName()
    {
        var seen = new List<(string Point, bool Named)>();
        var target = Path.Combine(Store, "a", "b");
        var store = new FolderArtifactStore(Store, null, time, point => seen.Add((point, File.Exists(target))));
        await store.CreateAsync(Key("a/b"), Content("x"), default);
        Assert.Equal(
            [
                (FolderCrashPoints.Written, false), (FolderCrashPoints.Synced, false), (FolderCrashPoints.FolderCreated, false),
                (FolderCrashPoints.Linked, true), (FolderCrashPoints.FolderSynced, true),
            ],
            seen);
    }

    [Fact]
    public async Task CreateFromFile_OnTheSameFileSystem_CopiesNothing()
    {
        var path = Path.Combine(root, "file");
        await File.WriteAllTextAsync(path, "content");
        await Open().CreateFromFileAsync(Key("a"), path, default);
        Assert.True(SameFile(path, Path.Combine(Store, "a")));
    }

    [Fact]
    public async Task Create_OverLeftoversOfADeadWriter_RemovesThemAfterADay()
    {
        var staging = Directory.CreateDirectory(Path.Combine(Store, ".staging")).FullName;
        await File.WriteAllTextAsync(Path.Combine(staging, "old"), "half");
        await File.WriteAllTextAsync(Path.Combine(staging, "young"), "half");
        File.SetLastWriteTimeUtc(Path.Combine(staging, "old"), time.GetUtcNow().UtcDateTime.AddHours(-25));
        await Open().CreateAsync(Key("a"), Content("x"), default);
        Assert.Equal(["young"], Directory.GetFiles(staging).Select(Path.GetFileName));
    }

    [Fact]
    public async Task List_ForeignFilesInTheFolder_AreNoArtifacts()
    {
        var store = Open();
        await store.CreateAsync(Key("a"), Content("x"), default);
        await File.WriteAllTextAsync(Path.Combine(Store, "Upper"), "x");
        await File.WriteAllTextAsync(Path.Combine(Store, "%zz"), "x");
        var keys = new List<string>();
        await foreach (var info in store.ListAsync("", default))
            keys.Add(info.Key.ToString());
        Assert.Equal(["a"], keys);
    }

    [Fact]
    public async Task Fetch_AnArtifact_IsItsOwnFile()
    {
        var store = Open();
        await store.CreateAsync(Key("a/B"), Content("content"), default);
        using var local = await store.FetchAsync(Reference("a/B", "content"), default);
        Assert.Equal("content", await File.ReadAllTextAsync(local.Path));
        Assert.StartsWith(Store, local.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_FileOfTheInputFolder_IsReadUnderItsOwnName()
    {
        await WriteInputAsync("metadata/Spotify Clean.sqlite3", "rows");
        using var local = await Open().FetchAsync(Reference("input/metadata/Spotify Clean.sqlite3", "rows"), default);
        Assert.Equal(Path.Combine(Input, "metadata", "Spotify Clean.sqlite3"), local.Path);
        await using var stream = await Open().OpenAsync(Key("input/metadata/Spotify Clean.sqlite3"), new ByteRange(1, 2), default);
        Assert.Equal("ow", await new StreamReader(stream).ReadToEndAsync());
    }

    [Fact]
    public async Task Fetch_FileThatChangedSince_IsNamed()
    {
        await WriteInputAsync("00.jsonl.zst", "longer than before");
        var error = await Assert.ThrowsAsync<ArtifactChangedException>(() => Open().FetchAsync(Reference("input/00.jsonl.zst", "rows"), default));
        Assert.Contains("'input/00.jsonl.zst' has 18 bytes, but 4 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_FileThatIsGone_IsNamed()
    {
        var error = await Assert.ThrowsAsync<ArtifactNotFoundException>(() => Open().FetchAsync(Reference("input/00.jsonl.zst", "rows"), default));
        Assert.Contains("'input/00.jsonl.zst'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InputFolder_Changes_AreRefused()
    {
        await WriteInputAsync("a", "x");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Open().CreateAsync(Key("input/b"), Content("x"), default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Open().DeleteAsync(Key("input/a"), default));
        Assert.Equal(["a"], Directory.GetFiles(Input).Select(Path.GetFileName));
    }

    [Fact]
    public async Task List_WithAnInputFolder_HoldsBoth()
    {
        await WriteInputAsync("sub/A", "x");
        var store = Open();
        await store.CreateAsync(Key("h"), Content("x"), default);
        await store.CreateAsync(Key("j"), Content("x"), default);
        var keys = new List<string>();
        await foreach (var info in store.ListAsync("", default))
            keys.Add(info.Key.ToString());
        Assert.Equal(["h", "input/sub/A", "j"], keys);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static bool SameFile(string one, string other)
    {
        // A change through one name is seen through the other.
        File.AppendAllText(one, "+");
        return File.ReadAllText(other).EndsWith('+');
    }

    private static ArtifactKey Key(string text) => ArtifactKey.Parse(text);

    private static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));

    private static ArtifactReference Reference(string key, string content) => new(
        Key(key), Encoding.UTF8.GetByteCount(content), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))));

    private FolderArtifactStore Open() => new(Store, Input, time);

    private async Task WriteInputAsync(string name, string content)
    {
        var path = Path.Combine(Input, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content);
    }
}
