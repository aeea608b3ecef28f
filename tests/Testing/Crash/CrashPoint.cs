namespace SpotifyPlatform.Testing.Crash;

/// <summary>
/// Simulates a process that is killed at its n-th step: what was done before stays, nothing follows. The moments before and after
/// each effect are steps, so 2n - 1 is before the n-th effect and 2n after it.
/// </summary>
public sealed class CrashPoint(int step)
{
    private int steps;

    public static CrashPoint Never => new(int.MaxValue);

    public async Task AroundAsync(Func<Task> effect)
    {
        Step();
        await effect();
        Step();
    }

    private void Step()
    {
        if (++steps == step)
            throw new CrashedException();
    }
}

/// <summary>Thrown where the simulated process is killed.</summary>
public sealed class CrashedException : Exception
{
    public CrashedException()
        : base("Killed by the test.")
    {
    }
}
