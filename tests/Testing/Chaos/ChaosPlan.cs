using System.Globalization;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>What a seed chooses: the settings of the group and the faults that the run meets.</summary>
internal sealed class ChaosPlan
{
    private static readonly ChaosFault[] OfMembers = [ChaosFault.Churn, ChaosFault.KillMembers, ChaosFault.StopMembers, ChaosFault.SlowHandlers, ChaosFault.TransientFaults];
    private static readonly ChaosFault[] OfTopics = [ChaosFault.TooFewReplicas, ChaosFault.RecordsTooLarge, ChaosFault.LettersComeLate];
    private static readonly ChaosFault[] OfBrokers = [ChaosFault.KillBrokers, ChaosFault.StopBrokers];

    /// <param name="all">Every fault that the engine and its servers allow; the seed takes about half of them.</param>
    public ChaosPlan(int seed, IReadOnlyCollection<ChaosFault> all)
    {
        Seed = seed;
        var random = new Random(seed);
        Partitions = random.Next(2, 9);
        MaxBatch = Pick(random, 1, 1, 4, 16);
        MaxInFlight = Pick(random, 4, 16, 64, 256);
        Parallelism = random.Next(1, 5);
        IsStatic = random.Next(3) == 0;
        Redelivers = random.Next(3) == 0;
        Faults = [.. all.Where(_ => random.Next(2) == 0)];
        // A run without any is a waste of the seed.
        if (Faults.Count == 0)
            Faults = [.. all];
    }

    public static IReadOnlyCollection<ChaosFault> FaultsOfAnEmbeddedBus => [ChaosFault.Churn, ChaosFault.SlowHandlers, ChaosFault.TransientFaults];

    /// <summary>What a run may do on a broker that others use too.</summary>
    public static IReadOnlyCollection<ChaosFault> FaultsOfASharedBroker => [.. OfMembers, .. OfTopics];

    /// <summary>What a run may do to brokers of its own.</summary>
    public static IReadOnlyCollection<ChaosFault> FaultsOfOwnBrokers => [.. OfMembers, .. OfTopics, .. OfBrokers];

    public int Seed { get; }

    public int Partitions { get; }

    /// <summary>Events that a handler takes at once.</summary>
    public int MaxBatch { get; }

    public int MaxInFlight { get; }

    public int Parallelism { get; }

    /// <summary>Whether members keep their name in the group over restarts.</summary>
    public bool IsStatic { get; }

    /// <summary>Whether each record is delivered again after its first commit.</summary>
    public bool Redelivers { get; }

    public IReadOnlyCollection<ChaosFault> Faults { get; init; }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Seed}: {Partitions} partitions, batches of {MaxBatch}, {MaxInFlight} in flight, parallelism {Parallelism}{(IsStatic ? ", static members" : "")}{(Redelivers ? ", redelivery" : "")}; {string.Join(", ", Faults.Order())}");

    private static int Pick(Random random, params int[] choices) => choices[random.Next(choices.Length)];
}

/// <summary>What goes wrong in a run.</summary>
internal enum ChaosFault
{
    /// <summary>Every second a member joins or leaves.</summary>
    Churn,

    /// <summary>Members are killed, most of them at a named point.</summary>
    KillMembers,

    /// <summary>Members are stopped by SIGSTOP until the group has taken them for dead, and go on.</summary>
    StopMembers,

    /// <summary>Handlers take long, some longer than the poll interval.</summary>
    SlowHandlers,

    /// <summary>Handlers throw transient faults, before and after the effect.</summary>
    TransientFaults,

    /// <summary>A topic asks for more in-sync replicas than there are: appends are refused.</summary>
    TooFewReplicas,

    /// <summary>A topic takes no record of the usual size: appends are refused.</summary>
    RecordsTooLarge,

    /// <summary>The dead letter topic does not exist at first: each partition stops at its first record.</summary>
    LettersComeLate,

    /// <summary>Brokers are killed and started again.</summary>
    KillBrokers,

    /// <summary>Brokers are stopped by SIGSTOP for longer than their session, and go on.</summary>
    StopBrokers,
}
