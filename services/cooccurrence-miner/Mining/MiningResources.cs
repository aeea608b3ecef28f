namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>What of the machine a run takes; none of it changes the result.</summary>
/// <param name="Threads">Threads of a step.</param>
/// <param name="MemoryBytes">What tables and slices are measured by; the mapped basket file comes on top and is the kernel's to keep or drop.</param>
/// <param name="Ranges">How many parts a run is split in; 0 takes as many as keep each within some seconds and its file within 1 GB.</param>
/// <param name="PlanOnly">Says what a run will take, and puts none on the bus.</param>
internal sealed record MiningResources(int Threads, long MemoryBytes, int Ranges, bool PlanOnly = false)
{
    private const long EventsInRange = 4_000_000_000;
    private const long BytesInRange = 1_000_000_000;

    /// <summary>How many parts to split so many rows into.</summary>
    public int RangesFor(long tracks, long events, int maxPairsPerTrack)
    {
        var wanted = Ranges > 0 ? Ranges : Math.Max(events / EventsInRange, tracks * (maxPairsPerTrack + 1L) * sizeof(long) / BytesInRange) + 1;
        return (int)Math.Clamp(wanted, 1, Math.Max(tracks, 1));
    }
}
