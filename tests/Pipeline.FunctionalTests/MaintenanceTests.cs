using SpotifyPlatform.Pipeline.FunctionalTests.Faults;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>A data folder is repaired from its input, and put back from a backup.</summary>
public sealed class MaintenanceTests
{
    [Fact]
    public async Task Repair_OneFileOfEachKindGone_BringsTheDigestBack()
    {
        using var world = await World.CreateAsync(tracks: 200, shards: 2, playlists: 100);
        await Platform.DoneAsync(world.RunArguments());
        var digest = await TablesAsync(world.Data);
        Assert.Contains("Nothing to repair", await Platform.DoneAsync("repair", "--input", world.Input, "--data", world.Data), StringComparison.Ordinal);
        foreach (var kind in StoreFiles.Kinds.Keys.Where(kind => kind != "listening"))
        {
            var files = StoreFiles.Of(world.Data, kind);
            Assert.NotEmpty(files);
            await File.WriteAllBytesAsync(files[^1], new byte[new FileInfo(files[^1]).Length]);
        }

        Assert.Equal(1, (await Platform.RunAsync("check", "--data", world.Data)).ExitCode);
        await Platform.DoneAsync("repair", "--input", world.Input, "--data", world.Data);

        await Platform.DoneAsync("check", "--data", world.Data);
        Assert.Equal(digest, await TablesAsync(world.Data));
        await Platform.DoneAsync("verify", "--truth", world.Truth, "--data", world.Data);
    }

    [Fact]
    public async Task Backup_OfAServingPlatform_RestoresAFolderAndWhatIsDamaged()
    {
        using var world = await World.CreateAsync(tracks: 200, shards: 2, playlists: 100);
        await Platform.DoneAsync(world.RunArguments());
        var (digest, backup) = (await World.DigestAsync(world.Data), world.OtherData("backup"));
        await using (var platform = Platform.Start("run", "--input", world.Input, "--data", world.Data, "--port", "0", "--grpc-port", "0"))
        {
            await platform.AddressesAsync();
            await Platform.DoneAsync("backup", backup, "--data", world.Data);
            var part = StoreFiles.Of(world.Data, "part")[0];
            File.Delete(part);
            await Platform.DoneAsync("restore", backup, "--data", world.Data);
            Assert.True(File.Exists(part));
            await platform.StopAsync();
        }

        File.Delete(Path.Combine(world.Data, "access.sqlite"));
        await Platform.DoneAsync("restore", backup, "--data", world.Data);
        await Platform.DoneAsync("check", "--data", world.Data);
        Assert.Equal(digest, await World.DigestAsync(world.Data));

        var elsewhere = world.OtherData("elsewhere");
        await Platform.DoneAsync("restore", backup, "--data", elsewhere);
        Assert.Equal(digest, await World.DigestAsync(elsewhere));
        await Platform.DoneAsync("verify", "--truth", world.Truth, "--data", elsewhere);
    }

    [Fact]
    public async Task Start_AccessesDamaged_AreMendedWithACountAndEveryQuestionIsAnswered()
    {
        using var world = await World.CreateAsync(tracks: 200, shards: 1, playlists: 100);
        await Platform.DoneAsync(world.RunArguments());
        var accesses = Path.Combine(world.Data, "access.sqlite");
        await File.WriteAllBytesAsync(accesses, new byte[8192]);

        // Reading changes nothing: what needs the file names it, the rest is answered.
        Assert.Contains(world.Showcase(), await Platform.DoneAsync("track", world.Showcase(), "--data", world.Data), StringComparison.Ordinal);
        var similar = await Platform.RunAsync("similar", world.Showcase(), "--data", world.Data);
        Assert.Equal(1, similar.ExitCode);
        Assert.Contains("access.sqlite", similar.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await Platform.RunAsync("check", "--data", world.Data)).ExitCode);

        var mended = await Platform.RunAsync(world.RunArguments());
        Assert.Equal(0, mended.ExitCode);
        Assert.Contains("0 whole rows", mended.Error, StringComparison.Ordinal);
        Assert.True(File.Exists($"{accesses}.damaged"));
        await Platform.DoneAsync("check", "--data", world.Data);
        await Platform.DoneAsync("verify", "--truth", world.Truth, "--data", world.Data);
    }

    /// <summary>Objects that the run is writing or replacing are no faults.</summary>
    [Fact]
    public async Task Check_BesideARunningBuild_FindsNothing()
    {
        using var world = await World.CreateAsync(tracks: 2_000, shards: 2, playlists: 500);
        await using var run = Platform.Start(world.RunArguments());
        var tables = Path.Combine(world.Data, "artifacts", "tables");
        while (!Directory.Exists(tables) && !run.HasExited)
            await Task.Delay(50);
        do
            await Platform.DoneAsync("check", "--data", world.Data);
        while (!run.HasExited);
        Assert.Equal(0, (await run.WaitAsync()).ExitCode);
    }

    private static async Task<string> TablesAsync(string data)
    {
        using var tables = System.Text.Json.JsonDocument.Parse(await Platform.DoneAsync("tables", "--data", data, "--json"));
        return string.Join('\n', tables.RootElement.EnumerateArray().Select(table => $"{table.GetProperty("name")} {table.GetProperty("content_sha256")}"));
    }
}
