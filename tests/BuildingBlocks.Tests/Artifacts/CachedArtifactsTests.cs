using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.LocalCopies;

namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts;

public sealed class CachedArtifactsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("artifact-cache-").FullName;
    private readonly RemoteArtifactStore store = new();

    [Fact]
    public async Task Fetch_Twice_CopiesOnce()
    {
        var a = await PutAsync("a", "content");
        var cache = Open(100);
        for (var i = 0; i < 2; i++)
        {
            using var copy = await cache.FetchAsync(a, default);
            Assert.Equal("content", await File.ReadAllTextAsync(copy.Path));
        }

        Assert.Equal(1, store.Reads);
    }

    [Fact]
    public async Task Fetch_AfterARestart_FindsTheCopy()
    {
        var a = await PutAsync("a", "content");
        (await Open(100).FetchAsync(a, default)).Dispose();
        await File.WriteAllTextAsync(Path.Combine(folder, a.Sha256 + ".partial"), "half");

        var again = Open(100);
        using var copy = await again.FetchAsync(a, default);

        Assert.Equal("content", await File.ReadAllTextAsync(copy.Path));
        Assert.Equal(1, store.Reads);
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public async Task Fetch_EqualContentOfTwoKeys_IsHeldOnce()
    {
        var cache = Open(10);
        using var a = await cache.FetchAsync(await PutAsync("a", "0123456789"), default);
        using var b = await cache.FetchAsync(await PutAsync("b", "0123456789"), default);
        Assert.Equal((a.Path, 1), (b.Path, store.Reads));
    }

    [Fact]
    public async Task Fetch_ByManyAtOnce_CopiesOnce()
    {
        var a = await PutAsync("a", "content");
        var go = new TaskCompletionSource();
        store.BeforeRead = () => go.Task;
        var cache = Open(100);
        var fetches = Enumerable.Range(0, 10).Select(_ => cache.FetchAsync(a, default)).ToList();
        go.SetResult();
        foreach (var copy in await Task.WhenAll(fetches))
            copy.Dispose();
        Assert.Equal(1, store.Reads);
    }

    [Fact]
    public async Task Fetch_FirstOfTwoGivesUp_TheOtherStillGetsIt()
    {
        var a = await PutAsync("a", "content");
        var (reading, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        store.BeforeRead = () =>
        {
            reading.TrySetResult();
            return go.Task;
        };
        var cache = Open(100);
        using var stop = new CancellationTokenSource();
        var first = cache.FetchAsync(a, stop.Token);
        await reading.Task;
        var second = cache.FetchAsync(a, default);
        await stop.CancelAsync();
        go.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        using var copy = await second;
        Assert.Equal("content", await File.ReadAllTextAsync(copy.Path));
    }

    [Fact]
    public async Task Fetch_BeyondTheBound_RemovesTheLeastRecentlyUsed()
    {
        var (a, b, c) = (await PutAsync("a", "aaaaa"), await PutAsync("b", "bbbbb"), await PutAsync("c", "ccccc"));
        var cache = Open(10);
        foreach (var reference in new[] { a, b, a, c })
            (await cache.FetchAsync(reference, default)).Dispose();
        Assert.Equal(new[] { a.Sha256, c.Sha256, "lock" }.Order(), Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Fetch_WhenTheRestIsInUse_SaysWhatIsNeededAndLeavesTheRest()
    {
        var (a, b) = (await PutAsync("a", "aaaaaa"), await PutAsync("b", "bbbbbb"));
        var cache = Open(10);
        using (var held = await cache.FetchAsync(a, default))
        {
            var error = await Assert.ThrowsAsync<IOException>(() => cache.FetchAsync(b, default));
            Assert.Contains("'b' has 6 bytes and does not fit into the cache", error.Message, StringComparison.Ordinal);
            Assert.True(File.Exists(held.Path));
        }

        (await cache.FetchAsync(b, default)).Dispose();
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Theory]
    [InlineData("short", "has 3 bytes")]
    [InlineData("long", "has more bytes")]
    [InlineData("other", "has the SHA-256")]
    public async Task Fetch_OtherContentThanAnnounced_IsNamedAndNotKept(string how, string expected)
    {
        var a = await PutAsync("a", "content");
        store.Damage("a", content => how switch
        {
            "short" => content[..3],
            "long" => [.. content, 0],
            _ => [.. content[..^1], 0],
        });
        var cache = Open(100);
        var error = await Assert.ThrowsAsync<ArtifactChangedException>(() => cache.FetchAsync(a, default));
        Assert.Contains($"'a' {expected}", error.Message, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(folder, "lock")], Directory.GetFiles(folder));

        store.Damage("a", _ => Encoding.UTF8.GetBytes("content"));
        (await cache.FetchAsync(a, default)).Dispose();
    }

    [Fact]
    public async Task Fetch_CopyCutOnTheDisk_CopiesItAgain()
    {
        var a = await PutAsync("a", "content");
        var cache = Open(100);
        using (var copy = await cache.FetchAsync(a, default))
            await File.WriteAllTextAsync(copy.Path, "con");
        using var again = await cache.FetchAsync(a, default);
        Assert.Equal("content", await File.ReadAllTextAsync(again.Path));
    }

    [Fact]
    public async Task Fetch_NoSuchArtifact_Throws()
    {
        var cache = Open(100);
        var gone = new ArtifactReference(ArtifactKey.Parse("gone"), 1, new string('0', 64));
        await Assert.ThrowsAsync<ArtifactNotFoundException>(() => cache.FetchAsync(gone, default));
    }

    [Fact]
    public async Task Fetch_ByTwoCachesOfOneFolder_CopiesOnceAndRespectsWhatIsInUse()
    {
        var (a, b) = (await PutAsync("a", "aaaaaa"), await PutAsync("b", "bbbbbb"));
        var (one, two) = (Open(10), Open(10));
        using (await one.FetchAsync(a, default))
        {
            using var same = await two.FetchAsync(a, default);
            Assert.Equal(1, store.Reads);
            await Assert.ThrowsAsync<IOException>(() => two.FetchAsync(b, default));
        }

        using var other = await two.FetchAsync(b, default);
        Assert.Equal(["lock", b.Sha256], Directory.GetFiles(folder).Select(Path.GetFileName).OrderBy(name => name!.Length));
    }

    [Fact]
    public async Task Fetch_ACopyWhoseMakerDied_IsMadeAgainAndItsRoomIsFree()
    {
        var (a, b) = (await PutAsync("a", "aaaaaa"), await PutAsync("b", "bbbbbb"));
        var cache = Open(10);
        (await cache.FetchAsync(a, default)).Dispose();
        File.Move(Path.Combine(folder, a.Sha256), Path.Combine(folder, a.Sha256 + ".partial"));

        using (await cache.FetchAsync(b, default))
            Assert.Equal(["lock", b.Sha256], Directory.GetFiles(folder).Select(Path.GetFileName).OrderBy(name => name!.Length));
        using var again = await cache.FetchAsync(a, default);
        Assert.Equal("aaaaaa", await File.ReadAllTextAsync(again.Path));
    }

    [Fact]
    public async Task Fetch_LongerThanARange_IsReadInRangesAndIsWhole()
    {
        var content = string.Concat(Enumerable.Range(0, 20_000));
        var a = await PutAsync("a", content);
        using var copy = await Open(1 << 20, rangeBytes: 1000).FetchAsync(a, default);
        Assert.Equal(content, await File.ReadAllTextAsync(copy.Path));
        Assert.Equal((content.Length + 999) / 1000, store.Reads);
    }

    [Theory]
    [InlineData(-1, "has 88889 bytes")]
    [InlineData(1, "has more bytes")]
    [InlineData(0, "has the SHA-256")]
    public async Task Fetch_OtherContentInRanges_IsReadOnceMoreAsAWholeAndNamed(int more, string expected)
    {
        var a = await PutAsync("a", string.Concat(Enumerable.Range(0, 20_000))[..88_890]);
        store.Damage("a", content => more switch
        {
            -1 => content[..^1],
            1 => [.. content, 0],
            _ => [.. content[..^1], 0],
        });
        var error = await Assert.ThrowsAsync<ArtifactChangedException>(() => Open(1 << 20, rangeBytes: 10_000).FetchAsync(a, default));
        Assert.Contains($"'a' {expected}", error.Message, StringComparison.Ordinal);
        Assert.Equal(["lock"], Directory.GetFiles(folder).Select(Path.GetFileName));
        if (more == 0)
            Assert.Equal(9 + 1, store.Reads);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private CachedArtifacts Open(long maxBytes, int rangeBytes = 1 << 20) => new(store, folder, maxBytes, TimeProvider.System, rangeBytes);

    private async Task<ArtifactReference> PutAsync(string key, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        await store.CreateAsync(ArtifactKey.Parse(key), new MemoryStream(content), default);
        return new ArtifactReference(ArtifactKey.Parse(key), content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
