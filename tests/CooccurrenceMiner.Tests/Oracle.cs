using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.CooccurrenceMiner.Tests;

/// <summary>The specification of a pair, word for word and as slow as it sounds.</summary>
internal static class Oracle
{
    /// <summary>Every pair that either track lists, in the order of ids.</summary>
    public static List<TrackPair> Mine(IReadOnlyCollection<Playlist> playlists, MiningRules rules) =>
        [.. Lists(playlists, rules).Values.SelectMany(list => list).Distinct().OrderBy(p => p.A).ThenBy(p => p.B)];

    /// <summary>Each track's own best pairs, the best score first.</summary>
    public static Dictionary<TrackId, List<TrackPair>> Lists(IReadOnlyCollection<Playlist> playlists, MiningRules rules)
    {
        var kept = playlists.Where(p => p.Tracks.Count >= rules.MinPlaylistTracks && p.Tracks.Count <= rules.MaxPlaylistTracks).ToList();
        var holding = kept.SelectMany(p => p.Tracks).CountBy(track => track).ToDictionary();
        var popularity = kept.SelectMany(p => p.Tracks.Select(track => (track, Value: p.Popularity(track))))
            .GroupBy(t => t.track).ToDictionary(g => g.Key, g => g.Max(t => t.Value));
        var pairs = kept
            .SelectMany(p => Company(p.Tracks.Where(track => popularity[track] > rules.MinPopularityExclusive).ToList()))
            .CountBy(pair => pair)
            .Where(pair => pair.Value >= rules.MinPairCount)
            .Select(pair => Pair(pair.Key.A, pair.Key.B, pair.Value, holding[pair.Key.A], holding[pair.Key.B], kept.Count))
            .ToList();
        return pairs.SelectMany(pair => new[] { (Track: pair.A, Pair: pair), (Track: pair.B, Pair: pair) })
            .GroupBy(side => side.Track, side => side.Pair)
            .ToDictionary(side => side.Key, side => Ranked(Ranked(side, side.Key, rules.BestBy).Take(rules.MaxPairsPerTrack), side.Key, PairMeasure.Score).ToList());
    }

    private static IEnumerable<TrackPair> Ranked(IEnumerable<TrackPair> pairs, TrackId track, PairMeasure by) =>
        pairs.OrderByDescending(p => Measure(p, by)).ThenByDescending(p => p.Count).ThenBy(p => p.Other(track));

    private static IEnumerable<(int A, int B)> Company(List<int> tracks) =>
        from a in tracks from b in tracks where Playlist.Id(a) < Playlist.Id(b) select (a, b);

    private static double Measure(TrackPair pair, PairMeasure by) => by switch
    {
        PairMeasure.Score => pair.Score,
        PairMeasure.Pmi => pair.Pmi,
        PairMeasure.Jaccard => pair.Jaccard,
        _ => pair.Count,
    };

    private static TrackPair Pair(int a, int b, int both, int first, int second, int playlists) => new(
        Playlist.Id(a), Playlist.Id(b), both, first, second,
        PairScore.Pmi(both, first, second, playlists), PairScore.Jaccard(both, first, second));
}
