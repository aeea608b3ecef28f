using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Resource limits of a run. They do not affect the pairs; the number of ranges is part of the generation's id.</summary>
/// <param name="Threads">Threads of each step.</param>
/// <param name="MemoryBytes">Limits hash tables and buffers. The mapped basket file is extra and may be evicted by the kernel.</param>
/// <param name="Ranges">Ranges of a run; 0 chooses enough that each takes a few seconds.</param>
internal sealed record MiningResources(int Threads, long MemoryBytes, int Ranges)
{
    private const long PairEventsPerRange = 4_000_000_000;
    private const int MaxRanges = 100_000;

    /// <summary>Number of ranges for a run. It depends on the manifest alone, so that every instance plans the same without reading the baskets.</summary>
    public int RangesFor(TableStore.Manifest baskets, MiningRules rules) =>
        Ranges > 0 ? Ranges : (int)Math.Min(MaxRanges, BasketTable.PairEvents(baskets.Counts, rules.MinPlaylistTracks, rules.MaxPlaylistTracks) / PairEventsPerRange + 1);
}
