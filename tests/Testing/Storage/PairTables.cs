using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Testing.Storage;

/// <summary>Publishes generations of the pairs table, as the miner does.</summary>
public static class PairTables
{
    /// <param name="playlists">N, of which the pairs' measures are.</param>
    /// <param name="revision">Not below that of an earlier generation.</param>
    /// <param name="limit">Pairs that a track lists, its best.</param>
    public static async Task PublishAsync(TableStore store, IReadOnlyCollection<TrackPair> pairs, long playlists, long revision, int limit = 100)
    {
        var plan = new TablePlan
        {
            Table = PairTable.Name, KeyBytes = PairTable.KeyBytes, MappingVersion = 1, Rules = new() { ["limit"] = $"{limit}" },
            Inputs = new() { ["pairs"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', pairs.OrderBy(pair => pair.A).ThenBy(pair => pair.B))))) },
        };
        foreach (var unit in await store.ListMissingUnitsAsync(plan, CancellationToken.None))
        {
            using var writer = store.Write(plan, unit);
            writer.Count(PairTable.Playlists, playlists);
            foreach (var (track, best) in Lists(pairs, limit))
                writer.Add(track.ToKey(), Value(track, best));
            await writer.CompleteAsync(CancellationToken.None);
        }

        var manifest = (await store.CompleteAsync(plan, whole => TablePairStore.Summarize(whole, threads: 1, CancellationToken.None), CancellationToken.None))!;
        await store.PublishAsync(manifest, new() { ["pairs"] = revision }, "test", CancellationToken.None);
    }

    /// <summary>A pair of two tracks in any order, with the measures of its counts.</summary>
    public static TrackPair Pair(TrackId x, TrackId y, long both, long countX, long countY, long playlists) => x < y
        ? new TrackPair(x, y, both, countX, countY, PairScore.Pmi(both, countX, countY, playlists), PairScore.Jaccard(both, countX, countY))
        : Pair(y, x, both, countY, countX, playlists);

    /// <summary>Each track's own best pairs.</summary>
    public static IEnumerable<(TrackId Track, List<TrackPair> Best)> Lists(IEnumerable<TrackPair> pairs, int limit) => pairs
        .SelectMany(pair => new[] { (Track: pair.A, Pair: pair), (Track: pair.B, Pair: pair) })
        .GroupBy(side => side.Track, (track, sides) => (
            track, sides.Select(side => side.Pair).OrderByDescending(pair => pair.Score).ThenByDescending(pair => pair.Count).ThenBy(pair => pair.Other(track)).Take(limit).ToList()));

    private static byte[] Value(TrackId track, List<TrackPair> best)
    {
        var value = new byte[PairTable.ValueBytes(best.Count)];
        PairTable.WriteHeader(value, (int)PlaylistsOf(best[0], track));
        for (var i = 0; i < best.Count; i++)
            PairTable.WriteEntry(value, i, best[i].Other(track), (int)best[i].Count, (int)PlaylistsOf(best[i], best[i].Other(track)));
        return value;
    }

    private static long PlaylistsOf(TrackPair pair, TrackId track) => track == pair.A ? pair.CountA : pair.CountB;
}
