using SpotifyPlatform.Acquirer.Sources;

namespace SpotifyPlatform.Acquirer.Tests.Sources;

public sealed class FolderFileSourceTests : StreamedSourceContract
{
    private int version;

    [Fact]
    public async Task List_LinksAndStrangeNames_AreLeftOut()
    {
        await PutSampleAsync();
        File.WriteAllText(Root.File("secret"), "secret");
        File.CreateSymbolicLink(Path.Combine(Root.File("source"), "link.sqlite3"), Root.File("secret"));
        Directory.CreateSymbolicLink(Path.Combine(Root.File("source"), "folder"), Root.Path);
        File.WriteAllText(Path.Combine(Root.File("source"), "a\nb"), "x");

        Assert.Equal(3, (await Open().ListAsync(None)).Count);
    }

    protected override Task PutAsync(IReadOnlyDictionary<string, byte[]> files)
    {
        var folder = Root.File("source");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        version++;
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddDays(version));
        }

        return Task.CompletedTask;
    }

    internal override IFileSource Open() => new FolderFileSource(Root.File("source"), TimeProvider.System);
}
