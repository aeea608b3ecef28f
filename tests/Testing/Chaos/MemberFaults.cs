namespace SpotifyPlatform.Testing.Chaos;

/// <summary>What happens to the members of a group while a run lasts.</summary>
internal sealed class MemberFaults(ChaosPlan plan, IReadOnlyList<MemberSlot> slots, Action<string> note)
{
    private static readonly TimeSpan ChurnInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(2);

    /// <summary>Longer than the session: the group has taken the member for dead.</summary>
    private static readonly TimeSpan StopTime = MemberHost.SessionTimeout + TimeSpan.FromSeconds(2);

    private readonly Random random = new(plan.Seed + 1);

    public async Task RunAsync(CancellationToken until)
    {
        var running = new List<Task>();
        if (plan.Faults.Contains(ChaosFault.Churn))
            running.Add(RepeatAsync(ChurnAsync, () => ChurnInterval, until));
        if (plan.Faults.Contains(ChaosFault.KillMembers))
            running.Add(RepeatAsync(KillAsync, () => MaxPause * Next(), until));
        if (plan.Faults.Contains(ChaosFault.StopMembers))
            running.Add(RepeatAsync(StopAsync, () => MaxPause * Next(), until));
        await Task.WhenAll(running);
    }

    private static async Task RepeatAsync(Func<Task> fault, Func<TimeSpan> pause, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            await fault();
            await Task.Delay(pause(), until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task ChurnAsync()
    {
        // Not awaited: a member that waits for a broker does not end the churn of the others.
        var slot = Choose(slots);
        _ = slot.TryAsync(async () =>
        {
            note($"{slot.Name} {(slot.IsRunning ? "leaves" : "joins")}");
            await (slot.IsRunning ? slot.LeaveAsync() : slot.StartAsync());
        });
        return Task.CompletedTask;
    }

    private async Task KillAsync()
    {
        if (slots.OfType<ProcessSlot>().ToList() is not { Count: > 0 } processes)
            return;
        var (slot, point) = ((ProcessSlot)Choose(processes), (KillPoint)Next(Enum.GetValues<KillPoint>().Length));
        await slot.TryAsync(async () =>
        {
            if (slot.IsRunning)
                note(await slot.KillAsync(point) ? $"{slot.Name} is killed at {point}" : $"{slot.Name} is killed");
            await slot.StartAsync();
        });
    }

    private async Task StopAsync()
    {
        if (slots.OfType<ProcessSlot>().ToList() is not { Count: > 0 } processes)
            return;
        var slot = (ProcessSlot)Choose(processes);
        await slot.TryAsync(async () =>
        {
            if (!slot.IsRunning)
                return;
            note($"{slot.Name} is stopped");
            await slot.StopAsync(StopTime);
            note($"{slot.Name} goes on");
        });
    }

    private MemberSlot Choose(IReadOnlyList<MemberSlot> from) => from[Next(from.Count)];

    private int Next(int below)
    {
        lock (random)
            return random.Next(below);
    }

    private double Next()
    {
        lock (random)
            return random.NextDouble();
    }
}
