using SpotifyPlatform.Storage.Pairs;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Resource limits of a run. They do not affect the result.</summary>
/// <param name="Threads">Threads of each step.</param>
/// <param name="MemoryBytes">Limits hash tables and buffers. The mapped basket file is extra and may be evicted by the kernel.</param>
/// <param name="Ranges">Ranges of a run; 0 chooses enough that each takes a few seconds and its parts stay below 1 GB.</param>
/// <param name="PlanOnly">Forecasts runs without publishing them.</param>
internal sealed record MiningResources(int Threads, long MemoryBytes, int Ranges, bool PlanOnly = false)
{
    private const long PairEventsPerRange = 4_000_000_000;
    private const long BytesPerRange = 1_000_000_000;

    /// <summary>Number of ranges for a run of that size.</summary>
    public int RangesFor(long tracks, long pairEvents, int maxPairsPerTrack)
    {
        var wanted = Ranges > 0 ? Ranges : Math.Max(pairEvents / PairEventsPerRange, tracks * PairTable.ValueBytes(maxPairsPerTrack) / BytesPerRange) + 1;
        return (int)Math.Clamp(wanted, 1, Math.Max(tracks, 1));
    }
}
