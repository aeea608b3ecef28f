using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.BuildingBlocks.Tests.Tables.Deriving;

public sealed class InputFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private FolderArtifactStore Artifacts => new(folder.Path, null, TimeProvider.System);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Find_NothingAnnounced_IsNull()
    {
        Assert.Null(await new InputFiles(Artifacts).FindAsync("catalog", default));
        Assert.Empty(await new InputFiles(Artifacts).ListAsync("catalog", default));
    }

    [Fact]
    public async Task Record_InAnyOrderByTwoInstances_KeepsTheNewestOfEachSlot()
    {
        InputFile[] files = [File("one", "dump/a", 3), File("one", "dump/a", 7), File("one", "dump/b", 5), File("two/with slash", "dump/a", 6)];
        var (first, second) = (new InputFiles(Artifacts), new InputFiles(Artifacts));
        foreach (var i in new[] { 1, 0, 2, 3, 1, 0 })
            await (i % 2 == 0 ? first : second).RecordAsync(files[i], default);

        Assert.Equal(files[1], await first.FindAsync("dump", default));
        Assert.Equal(new[] { 5L, 6, 7 }, (await second.ListAsync("dump", default)).Select(file => file.Revision).Order());
        Assert.Null(await first.FindAsync("catalog", default));
    }

    [Fact]
    public async Task Record_OlderOnes_LeaveNothingBehind()
    {
        var inputs = new InputFiles(Artifacts);
        for (var revision = 1; revision <= 5; revision++)
            await inputs.RecordAsync(File("one", "catalog", revision), default);
        await inputs.RecordAsync(File("one", "catalog", 2), default);

        Assert.Equal(5, (await inputs.FindAsync("catalog", default))!.Revision);
        Assert.Single(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    private static InputFile File(string dataSet, string slot, long revision) => new(
        slot.Split('/')[0], $"{slot}.file", dataSet, slot, revision, new ArtifactReference(ArtifactKey.Parse($"input/{revision}"), revision, new string('a', 64)));
}
