using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.CooccurrenceMiner;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Benchmarks.Mining;

/// <summary>The process that is killed: the miner's service on a data folder, until it is idle.</summary>
internal static class MineKillChild
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(string data, int threads, int ranges)
    {
        using var host = Build(data, threads, ranges);
        await host.StartAsync();
        var (bus, startup) = (host.Services.GetRequiredService<IEventBus>(), host.Services.GetRequiredService<DerivingStartup>());
        var idle = new IdleDetector();
        while (!startup.IsComplete || !idle.Observe(await bus.ReadLagAsync(CancellationToken.None)))
        {
            if (Environment.ExitCode != 0)
                return Environment.ExitCode;
            await Task.Delay(Interval);
        }

        await host.StopAsync();
        return Environment.ExitCode;
    }

    public static IHost Build(string data, int threads, int ranges)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["EventBus:Path"] = Path.Combine(data, "bus.sqlite"),
            ["Storage:DataFolder"] = data,
            ["Artifacts:Folder"] = Path.Combine(data, "artifacts"),
            ["CooccurrenceMiner:DataFolder"] = data,
            ["CooccurrenceMiner:MinPopularityExclusive"] = "-1",
            ["CooccurrenceMiner:MaxPairsPerTrack"] = "30",
            ["CooccurrenceMiner:Threads"] = threads.ToString(CultureInfo.InvariantCulture),
            ["CooccurrenceMiner:Ranges"] = ranges.ToString(CultureInfo.InvariantCulture),
        });
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.AddEngines();
        builder.AddCooccurrenceMiner();
        return builder.Build();
    }
}
