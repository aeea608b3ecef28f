using System.Globalization;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>Runs seed after seed on the brokers and the bucket of the environment, and on the embedded bus: <c>tools/dev chaos</c>.</summary>
internal static class ChaosVerb
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(20);

    /// <param name="first">The first seed; the others follow it.</param>
    public static async Task<int> RunAsync(int seeds, int first)
    {
        var folder = Directory.CreateTempSubdirectory("chaos-").FullName;
        var servers = new ChaosServers(
            Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS"),
            Environment.GetEnvironmentVariable("SERVERS_HOME") is { } home ? new BrokerProcesses(home) : null,
            Environment.GetEnvironmentVariable("STORAGE_EMULATOR_HOST"));
        var failed = 0;
        for (var seed = first; seed < first + seeds; seed++)
        {
            if (servers.Kafka is not null)
                failed += await RunAsync(new ChaosPlan(seed, servers.Brokers is null ? ChaosPlan.FaultsOfASharedBroker : ChaosPlan.FaultsOfOwnBrokers), servers, folder, "kafka");
            failed += await RunAsync(new ChaosPlan(seed, ChaosPlan.FaultsOfAnEmbeddedBus), servers with { Kafka = null, Brokers = null }, folder, "embedded");
        }

        // A member that fails sets the code of its process, which is this one.
        Environment.ExitCode = 0;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seeds {first} to {first + seeds - 1}: {failed} runs failed; logs in {folder}"));
        return failed == 0 ? 0 : 1;
    }

    private static async Task<int> RunAsync(ChaosPlan plan, ChaosServers servers, string folder, string bus)
    {
        var log = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{bus}-{plan.Seed}.log"));
        var report = await ChaosRun.RunAsync(plan, servers, Time, log);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{bus}, {plan}: {report.Events} events, {report.Records} records, {report.Effects} effects, {report.Took.TotalSeconds:N0} s: {(report.Differences.Count == 0 ? "passed" : "FAILED")}"));
        foreach (var difference in report.Differences)
            Console.WriteLine($"  {difference}");
        if (report.Differences.Count > 0)
            Console.WriteLine($"  log: {log}");
        return report.Differences.Count == 0 ? 0 : 1;
    }
}
