using System.Net;
using SpotifyPlatform.Pipeline.FunctionalTests.Faults;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>A data folder alone answers: restored elsewhere, without its inputs, or beside inputs that cannot be read.</summary>
public sealed class MovedInputTests
{
    [Fact]
    public async Task Run_DataFolderRestoredElsewhereWithoutItsInput_AnswersAndServes()
    {
        using var world = await World.CreateAsync(tracks: 300, shards: 1, playlists: 20);
        await Platform.DoneAsync(world.RunArguments());
        var track = world.Showcase();
        var restored = world.OtherData("restored");
        Directory.Move(world.Data, restored);
        Directory.Move(world.Input, world.OtherData("moved-input"));

        Assert.Contains(track, await Platform.DoneAsync("track", track, "--data", restored), StringComparison.Ordinal);
        await using var serving = Platform.Start("run", "--input", world.Input, "--data", restored, "--port", "0", "--grpc-port", "0");
        var (json, _) = await serving.AddressesAsync();
        using var client = new HttpClient();
        Assert.Contains(track, await client.GetStringAsync(new Uri(json, $"v1/tracks/{track}")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(json, "health/ready"))).StatusCode);
        Assert.Contains("There is no input folder", (await serving.StopAsync()).Error, StringComparison.Ordinal);

        // A run that is to read it has nothing to read.
        var finished = await Platform.RunAsync("run", "--input", world.Input, "--data", restored, "--until-idle", "--port", "0", "--grpc-port", "0");
        Assert.Equal(1, finished.ExitCode);
    }

    /// <summary>Copied file by file while stopped, as to another machine, and reached by a link.</summary>
    [Fact]
    public async Task Verify_DataFolderCopiedAndBehindALink_GivesEveryAnswerWithoutItsInput()
    {
        using var world = await World.CreateAsync(tracks: 300, shards: 2, playlists: 100);
        await Platform.DoneAsync(world.RunArguments());
        var (copy, link, truth) = (world.OtherData("copy"), world.OtherData("link"), world.OtherData("truth"));
        StoreFiles.Copy(world.Data, copy);
        StoreFiles.Copy(world.Truth, truth);
        Directory.Delete(world.Data, recursive: true);
        Directory.Delete(world.Input, recursive: true);
        Directory.CreateSymbolicLink(link, copy);

        await Platform.DoneAsync("verify", "--truth", truth, "--data", link);
        await Platform.DoneAsync("check", "--data", link);
        await using var serving = Platform.Start("run", "--input", world.Input, "--data", link, "--port", "0", "--grpc-port", "0");
        var (_, grpc) = await serving.AddressesAsync();
        await Platform.DoneAsync("verify", "--truth", truth, "--address", $"{grpc}");
    }

    [Fact]
    public async Task Run_InputsThatLeadNowhere_AreNamedAndWhatWasPublishedStays()
    {
        using var world = await World.CreateAsync(tracks: 300, shards: 1, playlists: 20);
        await Platform.DoneAsync(world.RunArguments());
        var track = world.Showcase();
        foreach (var file in Directory.EnumerateFiles(world.Input, "spotify_clean*.sqlite3*", SearchOption.AllDirectories).ToList())
        {
            File.Delete(file);
            File.CreateSymbolicLink(file, Path.Combine(Path.GetDirectoryName(file)!, "nowhere"));
        }

        var finished = await Platform.RunAsync(world.RunArguments());

        Assert.Equal(3, finished.ExitCode);
        Assert.Contains("spotify_clean", finished.Error, StringComparison.Ordinal);
        Assert.Contains(track, await Platform.DoneAsync("track", track, "--data", world.Data), StringComparison.Ordinal);
    }
}
