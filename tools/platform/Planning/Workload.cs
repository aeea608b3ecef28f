namespace SpotifyPlatform.Platform.Planning;

/// <summary>The size of a data set.</summary>
/// <param name="InputBytes">All files.</param>
/// <param name="ShardBytes">Audio-analysis shards, compressed.</param>
/// <param name="AnalysedTracks">Lines of all shards.</param>
/// <param name="DecompressedBytes">Databases that have to be decompressed, when they are.</param>
/// <param name="LargestDecompressed">The largest of them.</param>
/// <param name="PairEvents">The sum of squared lengths of playlists that are mined.</param>
/// <param name="DumpBytes">MusicBrainz dump, as it is.</param>
internal sealed record Workload(
    long InputBytes, int Shards, long ShardBytes, long AnalysedTracks, long DecompressedBytes, long LargestDecompressed, long Tracks, long Artists, long Albums, long Features,
    long Playlists, long Entries, long PairEvents, long DumpBytes)
{
    /// <summary>The data set of July 2025: sizes from its torrents, rows as reported (docs/inputs.md). Pair events are 257 squared, the mean length, times the playlists.</summary>
    public static Workload July2025 { get; } = new(
        InputBytes: 3_880_351_847_111 + 82_900_226_291, Shards: 484, ShardBytes: 3_880_351_847_111, AnalysedTracks: 484 * 69_000L, DecompressedBytes: 282_800_000_000,
        LargestDecompressed: 125_400_000_000, Tracks: 256_039_007, Artists: 15_400_000, Albums: 58_800_000, Features: 229_500_000, Playlists: 6_608_769, Entries: 1_698_443_099, PairEvents: 436_000_000_000,
        DumpBytes: 7_000_000_000);

    /// <summary>A share of a data set, 0 to 1: so many shards, rows and bytes fewer.</summary>
    public Workload Share(double share)
    {
        long Of(long count) => (long)Math.Ceiling(count * share);
        return new Workload(
            Of(InputBytes), (int)Of(Shards), Of(ShardBytes), Of(AnalysedTracks), Of(DecompressedBytes), Of(LargestDecompressed), Of(Tracks), Of(Artists), Of(Albums), Of(Features), Of(Playlists), Of(Entries),
            Of(PairEvents), Of(DumpBytes));
    }
}
