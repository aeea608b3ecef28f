namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>Commands that read leave the data folder as it was, and name a table that is missing.</summary>
public sealed class ReadTests
{
    [Fact]
    public async Task Read_AfterMining_CreatesNoFileAndKeepsTheDigest()
    {
        using var world = await World.CreateAsync(tracks: 200, shards: 0, playlists: 100);
        await Platform.DoneAsync("mine", "--input", world.Input, "--data", world.Data);
        var (files, digest) = (Files(world.Data), await World.DigestAsync(world.Data));

        await Platform.DoneAsync("status", "--data", world.Data);
        await Platform.RunAsync("track", world.Showcase(), "--data", world.Data);
        await Platform.DoneAsync("tables", "--data", world.Data);
        await Platform.RunAsync("pairs", world.Showcase(), "--data", world.Data);

        Assert.Equal(files, Files(world.Data));
        Assert.Equal(digest, await World.DigestAsync(world.Data));
    }

    [Theory]
    [InlineData("similar", "'features'")]
    [InlineData("tiers", "'vectors'")]
    public async Task Read_TableNotBuilt_FailsAndNamesIt(string command, string table)
    {
        using var world = await World.CreateAsync(tracks: 200, shards: 0, playlists: 100);
        await Platform.DoneAsync("mine", "--input", world.Input, "--data", world.Data);
        string[] track = command == "similar" ? [world.Showcase()] : [];

        var finished = await Platform.RunAsync([command, .. track, "--data", world.Data]);

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains(table, finished.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("export", "--output", "pairs")]
    [InlineData("sql", "SELECT 1")]
    [InlineData("track", "0Case00000000000000001")]
    public async Task Read_FolderWithoutStores_FailsAndCreatesNothing(params string[] command)
    {
        using var folder = new TemporaryFolder();
        var data = Directory.CreateDirectory(folder.File("store")).FullName;

        var finished = await Platform.RunAsync([.. command, "--data", data]);

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains(data, finished.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(data));
    }

    private static List<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
