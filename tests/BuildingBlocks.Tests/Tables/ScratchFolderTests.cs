using SpotifyPlatform.Tables.Generations;

namespace SpotifyPlatform.BuildingBlocks.Tests.Tables;

public sealed class ScratchFolderTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    /// <summary>A folder was taken for dead between the creation of its lock and locking it.</summary>
    [Fact]
    public async Task Create_ManyAtOnce_NoneRemovesAnother()
    {
        const int Threads = 8;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                using var folder = new ScratchFolder(root.Path);
                File.WriteAllText(folder.NewFile(), "");
            }
        })));
        Assert.Empty(Directory.GetDirectories(root.Path));
    }

    [Fact]
    public void Create_FolderOfAKilledProcessIsThere_IsRemoved()
    {
        var left = Directory.CreateDirectory(root.File("left")).FullName;
        File.WriteAllText(Path.Combine(left, "lock"), "");
        File.WriteAllText(Path.Combine(left, "1"), "rows");
        using var folder = new ScratchFolder(root.Path);
        Assert.False(Directory.Exists(left));
    }

    public void Dispose() => root.Dispose();
}
