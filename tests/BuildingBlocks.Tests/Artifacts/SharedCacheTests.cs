using System.Diagnostics;
using System.Security.Cryptography;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Artifacts.Store.LocalCopies;
using SpotifyPlatform.Testing.Crash;

namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts;

/// <summary>Two processes read through one cache folder that holds a third of what they read, and are killed.</summary>
public sealed class SharedCacheTests : IDisposable
{
    private const int Artifacts = 12;
    private const int Bytes = 100_000;
    private const long MaxBytes = 4 * Bytes;
    private const int Rounds = 4;

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Fetch_ByTwoProcessesThatAreKilled_KeepsTheBoundAndWholeCopies()
    {
        var store = new FolderArtifactStore(folder.File("store"), null, TimeProvider.System);
        for (var i = 0; i < Artifacts; i++)
            await store.CreateAsync(ArtifactKey.Parse($"{i}"), new MemoryStream(CacheReader.Content(i, Bytes)), CancellationToken.None);
        for (var round = 0; round < Rounds; round++)
        {
            using var one = CrashProgram.Start("cache", folder.File("store"), folder.File("cache"), MaxBytes, Artifacts, Bytes, 2 * round);
            using var two = CrashProgram.Start("cache", folder.File("store"), folder.File("cache"), MaxBytes, Artifacts, Bytes, 2 * round + 1);
            // Each line is a copy that was read and compared.
            for (var line = 0; line < 15 + round; line++)
            {
                Assert.Equal("equal", await one.StandardOutput.ReadLineAsync());
                Assert.Equal("equal", await two.StandardOutput.ReadLineAsync());
            }

            await KillAsync(one);
            await KillAsync(two);
            Assert.InRange(Files().Sum(file => file.Length), 1, MaxBytes);
            Assert.All(
                Files().Where(file => !file.Name.EndsWith(".partial", StringComparison.Ordinal)),
                file => Assert.Equal(file.Name, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.FullName)))));
        }

        var cache = new CachedArtifacts(store, folder.File("cache"), MaxBytes, TimeProvider.System);
        for (var i = 0; i < Artifacts; i++)
            using (var copy = await cache.FetchAsync(CacheReader.Reference(i, Bytes), CancellationToken.None))
                Assert.Equal(CacheReader.Content(i, Bytes), await File.ReadAllBytesAsync(copy.Path));
        Assert.DoesNotContain(Files(), file => file.Name.EndsWith(".partial", StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private IEnumerable<FileInfo> Files() => new DirectoryInfo(folder.File("cache")).GetFiles().Where(file => file.Name != "lock");

    private static async Task KillAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
    }
}
