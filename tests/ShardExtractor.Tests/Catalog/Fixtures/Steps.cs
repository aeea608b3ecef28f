namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>Counts what leaves a process's memory, and can die just before or just after any one of them.</summary>
internal sealed class Steps
{
    private int taken;

    /// <summary>The step to die at, from 1; 0 for none.</summary>
    public int DieAt { get; init; }

    /// <summary>Whether the step has its effect before the death.</summary>
    public bool After { get; init; }

    public async Task TakeAsync(Func<Task> step)
    {
        var dies = ++taken == DieAt;
        if (dies && !After)
            throw new KilledException();
        await step();
        if (dies)
            throw new KilledException();
    }
}

internal sealed class KilledException : Exception
{
    public KilledException()
        : base("Killed by the test.")
    {
    }
}
