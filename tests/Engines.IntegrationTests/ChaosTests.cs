using SpotifyPlatform.Engines.IntegrationTests.GoogleCloudStorage;
using SpotifyPlatform.Engines.IntegrationTests.Kafka;
using SpotifyPlatform.Testing;
using SpotifyPlatform.Testing.Chaos;
using Xunit.Abstractions;

namespace SpotifyPlatform.Engines.IntegrationTests;

/// <summary>A slice of the runs of <c>tools/dev chaos</c>: what needs no broker of its own.</summary>
[Trait("Category", "Integration")]
public sealed class ChaosTests(ITestOutputHelper log)
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(8);

    [SkippableFact]
    public Task Run_OnABroker_LosesNothingAndDoublesNothing()
    {
        Skip.If(!BrokerServer.IsThere, BrokerServer.WhySkipped);
        return RunAsync(new ChaosPlan(1, ChaosPlan.FaultsOfASharedBroker), new ChaosServers(BrokerServer.Address, null, GcsServer.Address));
    }

    [Fact]
    public Task Run_OnTheEmbeddedBus_LosesNothingAndDoublesNothing() =>
        RunAsync(new ChaosPlan(1, ChaosPlan.FaultsOfAnEmbeddedBus), new ChaosServers(null, null, GcsServer.Address));

    private async Task RunAsync(ChaosPlan plan, ChaosServers servers)
    {
        using var folder = new TemporaryFolder();
        var report = await ChaosRun.RunAsync(plan, servers, Time, folder.File("log"));
        log.WriteLine($"{plan}: {report.Events} events, {report.Records} records, {report.Effects} effects");
        if (report.Differences.Count > 0)
            log.WriteLine(await File.ReadAllTextAsync(folder.File("log")));
        Assert.True(report.Differences.Count == 0, $"{plan}\n{string.Join('\n', report.Differences)}");
    }
}
