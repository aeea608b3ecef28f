using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.LocalCopies;

namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts;

public sealed class UploadedInputsTests : IDisposable
{
    private readonly RemoteArtifactStore store = new();
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Add_AFile_IsReadOnAnotherDiskUnderItsContent()
    {
        var reference = await AddAsync("dump/mbdump.tar", "rows", "rows");

        Assert.Equal(new ArtifactReference(ArtifactKey.Parse($"acquired/{Sha256("rows")}"), 4, Sha256("rows")), reference);
        var elsewhere = new CachedArtifacts(store, folder.File("cache"), 1 << 20, TimeProvider.System);
        using var copy = await elsewhere.FetchAsync(reference, CancellationToken.None);
        Assert.Equal("rows", await File.ReadAllTextAsync(copy.Path));
    }

    [Fact]
    public async Task Add_TheSameContentAgain_IsNotCopiedAgain()
    {
        var first = await AddAsync("catalog.sqlite3", "rows", "rows");
        File.Delete(folder.File("file"));

        Assert.Equal(first, await new UploadedInputs(store).AddAsync("other.sqlite3", folder.File("file"), 4, Sha256("rows"), CancellationToken.None));
    }

    [Theory]
    [InlineData("row")]
    [InlineData("rows and more")]
    [InlineData("swor")]
    public async Task Add_FileThatChangedSinceItWasHashed_CreatesNothing(string now)
    {
        await Assert.ThrowsAsync<ArtifactChangedException>(() => AddAsync("catalog.sqlite3", now, "rows"));
        Assert.Null(await store.FindAsync(ArtifactKey.Parse($"acquired/{Sha256("rows")}"), CancellationToken.None));
    }

    public void Dispose() => folder.Dispose();

    private async Task<ArtifactReference> AddAsync(string name, string content, string hashed)
    {
        await File.WriteAllTextAsync(folder.File("file"), content);
        return await new UploadedInputs(store).AddAsync(name, folder.File("file"), hashed.Length, Sha256(hashed), CancellationToken.None);
    }

    private static string Sha256(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
