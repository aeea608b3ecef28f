using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>What happens to the topics and brokers of a run while it lasts. When it ends, all is as it was.</summary>
internal sealed class ServerFaults(ChaosPlan plan, ChaosTopics topics, BrokerProcesses? brokers, Topic topic, Topic letters, Action<string> note)
{
    /// <summary>More than the servers have brokers.</summary>
    private const string TooManyReplicas = "4";

    /// <summary>Less than any record of a run.</summary>
    private const string TooFewBytes = "20";

    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(4);

    /// <summary>Longer than the broker's session with the controller (6 s).</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(9);

    /// <summary>Of several brokers each is paused once, for so long.</summary>
    private static readonly TimeSpan LongStopTime = TimeSpan.FromSeconds(60);

    /// <summary>Of several brokers the next one is killed so long after all are in sync.</summary>
    private static readonly TimeSpan CalmTime = TimeSpan.FromSeconds(10);

    private readonly Random random = new(plan.Seed + 2);

    public async Task RunAsync(CancellationToken until)
    {
        var running = new List<Task>();
        if (plan.Faults.Contains(ChaosFault.LettersComeLate))
            running.Add(CreateLettersAsync(until));
        if (plan.Faults.Contains(ChaosFault.TooFewReplicas))
            running.Add(RepeatAsync(() => RefuseAsync("min.insync.replicas", TooManyReplicas, until), until));
        if (plan.Faults.Contains(ChaosFault.RecordsTooLarge))
            running.Add(RepeatAsync(() => RefuseAsync("max.message.bytes", TooFewBytes, until), until));
        if (brokers is { Count: 1 })
            running.Add(RepeatAsync(() => BreakAsync(1, until), until));
        await Task.WhenAll(running);
    }

    /// <summary>Goes once round several brokers: each is killed 10 s after all are in sync again, and each is stopped once.</summary>
    public async Task RollAsync()
    {
        for (var broker = 1; broker <= brokers!.Count; broker++)
        {
            await CalmAsync();
            await KillAsync(broker, CancellationToken.None);
            await CalmAsync();
            await StopAsync(broker, LongStopTime, CancellationToken.None);
        }

        await CalmAsync();
    }

    private async Task CalmAsync()
    {
        await topics.InSyncAsync(brokers!.Count);
        note("all replicas are in sync");
        await Task.Delay(CalmTime);
    }

    private async Task RepeatAsync(Func<Task> fault, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            await WaitAsync(MaxPause * Next(), until);
            if (!until.IsCancellationRequested)
                await fault();
        }
    }

    private async Task CreateLettersAsync(CancellationToken until)
    {
        await WaitAsync(MaxPause, until);
        await topics.CreateAsync(letters);
        note($"{letters.Name} is created");
    }

    private async Task RefuseAsync(string name, string value, CancellationToken until)
    {
        var of = Next() < 0.5 ? topic : letters;
        note($"{of.Name} has {name}={value}");
        await topics.SetAsync(of, name, value);
        await WaitAsync(MaxPause * Next(), until);
        await topics.ResetAsync(of, name);
        note($"{of.Name} has its {name} again");
    }

    /// <summary>The next fault waits until the broker has come back from this one.</summary>
    private async Task BreakAsync(int broker, CancellationToken until)
    {
        var (kills, stops) = (plan.Faults.Contains(ChaosFault.KillBrokers), plan.Faults.Contains(ChaosFault.StopBrokers));
        if (kills && (!stops || Next() < 0.5))
            await KillAsync(broker, until);
        else if (stops)
            await StopAsync(broker, StopTime * Next(), until);
        await topics.InSyncAsync(brokers!.Count);
    }

    private async Task KillAsync(int broker, CancellationToken until)
    {
        note($"broker {broker} is killed");
        brokers!.Kill(broker);
        await WaitAsync(MaxPause * Next(), until);
        brokers.Start(broker);
        note($"broker {broker} starts");
    }

    private async Task StopAsync(int broker, TimeSpan time, CancellationToken until)
    {
        note($"broker {broker} is stopped");
        brokers!.Stop(broker);
        await WaitAsync(time, until);
        brokers.Continue(broker);
        note($"broker {broker} goes on");
    }

    private static async Task WaitAsync(TimeSpan time, CancellationToken until) => await Task.Delay(time, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private double Next()
    {
        lock (random)
            return random.NextDouble();
    }
}
