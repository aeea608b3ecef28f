using SpotifyPlatform.Artifacts;

namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts;

public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Exists_FilesAndLinksToFiles_AreRegular()
    {
        File.WriteAllText(folder.File("file"), "");
        File.CreateSymbolicLink(folder.File("link"), "file");
        Assert.True(RegularFile.Exists(folder.File("file")));
        Assert.True(RegularFile.Exists(folder.File("link")));
    }

    [SkippableFact]
    public void Exists_PipesDevicesFoldersAndNothing_AreNotRegular()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Pipes and devices are told apart on Linux only.");
        NamedPipe.Create(folder.File("pipe"));
        File.CreateSymbolicLink(folder.File("to-pipe"), "pipe");
        File.CreateSymbolicLink(folder.File("to-device"), "/dev/zero");
        File.CreateSymbolicLink(folder.File("to-nothing"), "nothing");
        Assert.All(
            new[] { folder.File("pipe"), folder.File("to-pipe"), folder.File("to-device"), "/dev/zero", folder.Path, folder.File("to-nothing"), folder.File("nothing") },
            path => Assert.False(RegularFile.Exists(path), path));
    }
}
