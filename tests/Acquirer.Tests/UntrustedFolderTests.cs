namespace SpotifyPlatform.Acquirer.Tests;

/// <summary>What a folder from somebody else may hold.</summary>
public sealed class UntrustedFolderTests
{
    [Theory]
    [InlineData("absolute")]
    [InlineData("relative")]
    [InlineData("over an inner link")]
    public async Task Link_OutOfTheFolder_IsRefused(string way)
    {
        using var scenario = new ScanScenario();
        scenario.Write("../outside/secret", "secret");
        scenario.Write("01.jsonl.zst", "rows");
        var outside = scenario.PathOf("../outside/secret");
        switch (way)
        {
            case "absolute":
                File.CreateSymbolicLink(scenario.PathOf("00.jsonl.zst"), Path.GetFullPath(outside));
                break;
            case "relative":
                File.CreateSymbolicLink(scenario.PathOf("00.jsonl.zst"), "../outside/secret");
                break;
            default:
                File.CreateSymbolicLink(scenario.PathOf("door"), "../outside/secret");
                File.CreateSymbolicLink(scenario.PathOf("00.jsonl.zst"), "door");
                break;
        }

        await scenario.ScanAsync();

        Assert.Equal(["01.jsonl.zst"], scenario.PublishedNames);
        Assert.Equal(("00.jsonl.zst", "link"), scenario.Refused());
    }

    [Fact]
    public async Task FolderLink_OutOfTheFolder_IsRefusedAndNotEntered()
    {
        using var scenario = new ScanScenario();
        scenario.Write("../outside/00.jsonl.zst", "secret");
        Directory.CreateSymbolicLink(scenario.PathOf("more"), "../outside");

        await scenario.ScanAsync();

        Assert.Empty(scenario.Published);
        Assert.Equal(("more", "link"), scenario.Refused());
    }

    [Fact]
    public async Task FileLink_ThroughAFolderLinkThatLeads_IsRefusedForWhereItEnds()
    {
        using var scenario = new ScanScenario();
        scenario.Write("../outside/secret", "secret");
        Directory.CreateSymbolicLink(scenario.PathOf("more"), "../outside");
        File.CreateSymbolicLink(scenario.PathOf("00.jsonl.zst"), scenario.PathOf("more/secret"));

        await scenario.ScanAsync();

        Assert.Empty(scenario.Published);
        Assert.Equal([("00.jsonl.zst", "link"), ("more", "link")], scenario.Status.Refused.Select(file => (file.Name, file.Code)).Order());
    }

    [Fact]
    public async Task FolderLink_IntoTheFolder_IsNotEnteredTwice()
    {
        using var scenario = new ScanScenario();
        scenario.Write("a/00.jsonl.zst", "rows");
        Directory.CreateSymbolicLink(scenario.PathOf("a/again"), "..");

        await scenario.ScanAsync();

        Assert.Equal(["a/00.jsonl.zst"], scenario.PublishedNames);
        Assert.Empty(scenario.Status.Refused);
    }

    [Fact]
    public async Task FileLink_WithinTheFolder_IsTakenWithItsTargetsBytes()
    {
        using var scenario = new ScanScenario();
        scenario.Write("blobs/one", "rows of a shard");
        File.CreateSymbolicLink(scenario.PathOf("00.jsonl.zst"), "blobs/one");

        await scenario.ScanAsync();

        var published = Assert.Single(scenario.Published);
        Assert.Equal(("00.jsonl.zst", 15L, ScanScenario.Sha256("rows of a shard")), (published.File.Name, published.File.Length, published.Sha256));
        Assert.Equal("rows of a shard", await File.ReadAllTextAsync(published.File.Path));
    }

    [Fact]
    public async Task Folder_ThatIsReachedOverALink_IsAsGoodAsAnother()
    {
        using var scenario = new ScanScenario();
        scenario.Write("../real/00.jsonl.zst", "rows");
        Directory.Delete(scenario.Folder);
        Directory.CreateSymbolicLink(scenario.Folder, "real");

        await scenario.ScanAsync();

        Assert.Equal(["00.jsonl.zst"], scenario.PublishedNames);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("00.jsonl.zst")]
    public async Task Link_ThatEndsNowhere_IsRefused(string target)
    {
        using var scenario = new ScanScenario();
        File.CreateSymbolicLink(scenario.PathOf("00.jsonl.zst"), target);
        await scenario.ScanAsync();
        Assert.Equal(("00.jsonl.zst", "unreadable"), scenario.Refused());
        Assert.True(scenario.Status.IsComplete);
    }

    [Fact]
    public async Task Name_WithControlCharacters_IsRefusedAndShownHarmless()
    {
        using var scenario = new ScanScenario();
        scenario.Write("a\u001b[31m/00.jsonl.zst", "rows");
        await scenario.ScanAsync();
        Assert.Empty(scenario.Published);
        Assert.Equal(("a?[31m/00.jsonl.zst", "name"), scenario.Refused());
    }

    [Fact]
    public async Task EmptyFile_IsRefused()
    {
        using var scenario = new ScanScenario();
        scenario.Write("00.jsonl.zst", "");
        await scenario.ScanAsync();
        Assert.Equal(("00.jsonl.zst", "empty"), scenario.Refused());
    }

    [Fact]
    public async Task Folders_DeeperThanAnyDataSet_AreNotEntered()
    {
        using var scenario = new ScanScenario();
        scenario.Write(string.Concat(Enumerable.Repeat("d/", 16)) + "00.jsonl.zst", "rows");
        scenario.Write(string.Concat(Enumerable.Repeat("e/", 17)) + "00.jsonl.zst", "rows");
        await scenario.ScanAsync();
        Assert.Single(scenario.Published);
        Assert.Equal("name", scenario.Refused().Code);
    }

    [SkippableFact]
    public async Task Pipe_NamedLikeAShard_IsRefusedWithoutBeingOpened()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Pipes are told apart on Linux only.");
        using var scenario = new ScanScenario();
        NamedPipe.Create(scenario.PathOf("00.jsonl.zst"));
        await scenario.ScanAsync();
        Assert.Equal(("00.jsonl.zst", "not_regular"), scenario.Refused());
    }

    [SkippableTheory]
    [InlineData("pipe")]
    [InlineData("link to a pipe")]
    [InlineData("link to a device")]
    [InlineData("folder")]
    public async Task Checksums_ThatAreNoRegularFileOfTheFolder_StopTheScanWithoutBeingRead(string what)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Pipes and devices are told apart on Linux only.");
        using var scenario = new ScanScenario();
        scenario.Write("00.jsonl.zst", "rows");
        var sums = scenario.PathOf("SHA256SUMS");
        switch (what)
        {
            case "pipe":
                NamedPipe.Create(sums);
                break;
            case "link to a pipe":
                NamedPipe.Create(scenario.PathOf("pipe"));
                File.CreateSymbolicLink(sums, "pipe");
                break;
            case "link to a device":
                File.CreateSymbolicLink(sums, "/dev/zero");
                break;
            default:
                Directory.CreateDirectory(sums);
                break;
        }

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => scenario.ScanAsync());

        Assert.Contains(sums, error.Message, StringComparison.Ordinal);
        Assert.Empty(scenario.Published);
    }
}
