using SpotifyPlatform.Testing.Swarm;
using Xunit.Abstractions;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>Two real torrent engines on two hosts; <c>tools/dev swarm</c> runs the same with more data and more kills.</summary>
public sealed class SwarmTests(ITestOutputHelper output)
{
    private const int PeerKBps = 400;

    [SkippableFact]
    public async Task Run_ADataSetOfAnArchiveAndAPeer_EndsAsOnItsOwnFiles()
    {
        Skip.IfNot((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "transmission-daemon"))), "transmission-daemon is not installed.");
        var problem = TwoHosts.Explain();
        Skip.If(problem is not null, problem);
        using var world = new TemporaryFolder();
        using var work = new TemporaryFolder();
        // Analyses of some length, so that a download takes a while.
        await Platform.DoneAsync("sample", "--out", world.Path, "--tracks", "300", "--shards", "3", "--playlists", "20", "--segments", "200", "--seed", "7");

        using var scenario = new SwarmScenario(
            new SwarmOptions(Path.Combine(AppContext.BaseDirectory, "SpotifyPlatform.Platform.dll"), world.Path, work.Path, Kills: 2, Seed: 1, Servers: null, PeerKBps), output.WriteLine);
        Assert.True(await scenario.RunAsync());
    }
}
