using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Testing.Artifacts;
using SpotifyPlatform.Testing.Crash;

namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts;

public sealed class FolderContractTests : CrashingArtifactStoreContract, IDisposable
{
    private const int Killed = 137;

    private readonly string root = Directory.CreateTempSubdirectory("artifacts-").FullName;

    // A file that is linked is written already.
    protected override IReadOnlyList<string> CrashPoints => [.. FolderCrashPoints.All.Skip(1)];

    protected override IArtifactStore Open() => new FolderArtifactStore(Path.Combine(root, "store"), null, TimeProvider.System);

    protected override async Task CreateAndDieAsync(string point, string key, string content, bool fromFile)
    {
        var file = fromFile ? Path.Combine(root, "file") : "";
        if (fromFile)
            await File.WriteAllTextAsync(file, content);
        using var process = CrashProgram.Start("artifact", Path.Combine(root, "store"), key, point, content, file);
        await process.WaitForExitAsync();
        Assert.Equal(Killed, process.ExitCode);
        if (fromFile)
            File.Delete(file);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
