using System.Text.Json;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Platform.Lookups;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Verification;

/// <summary>Compares answers of the platform with all expected answers of a sample world.</summary>
internal sealed class TruthCheck(ILookup lookup, string folder)
{
    /// <summary>The stores have 32-bit vectors; the expected answers are computed in 64 bits.</summary>
    private const double VectorTolerance = 2e-6;
    private const double Rounding = 1e-12;
    private const int LongestList = 100;
    private const int PairsAtOnce = 100;

    /// <summary>Checks tracks, then pairs, then neighbours. A large world has the pairs of some tracks, a small one all pairs.</summary>
    public async Task<TruthReport> RunAsync(CancellationToken cancellationToken)
    {
        var report = new TruthReport();
        await CheckTracksAsync(report, cancellationToken);
        await CheckPairsAsync(report, cancellationToken);
        await CheckCooccurringAsync(report, cancellationToken);
        await CheckSimilarAsync(report, cancellationToken);
        return report;
    }

    private async Task CheckTracksAsync(TruthReport report, CancellationToken cancellationToken)
    {
        await foreach (var truth in LinesAsync("tracks.ndjson", cancellationToken))
        {
            var expected = new ExpectedTrack(truth);
            var id = expected.Id;
            report.Tracks++;
            var found = (await OrNullAsync(() => lookup.GetTrackAsync(new GetTrackRequest { Track = id }, cancellationToken)))?.Track;
            if (found is null)
            {
                report.Differ(id, "track", "a track", "nothing");
                continue;
            }

            expected.CompareIdentity(found, report);
            expected.CompareFeatures((await OrNullAsync(() => lookup.GetFeaturesAsync(new GetFeaturesRequest { Track = id }, cancellationToken)))?.Features, VectorTolerance, report);
            report.Sections += expected.CompareAnalysis((await OrNullAsync(() => lookup.GetAnalysisAsync(new GetAnalysisRequest { Track = id }, cancellationToken)))?.Analysis, report);
        }
    }

    private async Task CheckPairsAsync(TruthReport report, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, "pairs.ndjson")))
            return;
        // By a hundred: a sample has 100,000 pairs, and an edge allows some hundred calls a second.
        await foreach (var batch in LinesAsync("pairs.ndjson", cancellationToken).Select(line => new ExpectedPair(line)).Chunk(PairsAtOnce).WithCancellation(cancellationToken))
        {
            var request = new BatchGetPairsRequest { Pairs = { batch.Select(pair => new GetPairRequest { TrackA = pair.A, TrackB = pair.B }) } };
            var found = (await OrNullAsync(() => lookup.BatchGetPairsAsync(request, cancellationToken)))?.Pairs.ToDictionary(pair => (pair.TrackA, pair.TrackB));
            foreach (var expected in batch)
                expected.Compare(found?.GetValueOrDefault((expected.A, expected.B)), Rounding, report);
            report.Pairs += batch.Length;
        }

        var count = (await OrNullAsync(() => lookup.CountPairsAsync(new CountPairsRequest(), cancellationToken)))?.Pairs ?? 0;
        if (count != report.Pairs)
            report.Differ("all", "number of pairs", $"{report.Pairs}", $"{count}");
    }

    private async Task CheckCooccurringAsync(TruthReport report, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, "cooccurring.ndjson")))
            return;
        await foreach (var truth in LinesAsync("cooccurring.ndjson", cancellationToken))
        {
            var seed = truth.GetProperty("seed").GetString()!;
            var expected = truth.GetProperty("cooccurring").EnumerateArray().ToDictionary(pair => pair.GetProperty("spotify_id").GetString()!);
            var request = new FindCooccurringRequest { Track = seed, Limit = LongestList };
            var found = (await OrNullAsync(() => lookup.FindCooccurringAsync(request, cancellationToken)))?.Cooccurring.ToList() ?? [];
            report.Pairs += expected.Count;
            report.Same(seed, "number of pairs", expected.Count, found.Count);
            if (found.Zip(found.Skip(1)).Any(two => two.First.Score < two.Second.Score))
                report.Differ(seed, "order of pairs", "best first", "another");
            foreach (var pair in found)
                if (!expected.TryGetValue(pair.SpotifyId, out var same) || pair.Count != same.GetProperty("count").GetInt64()
                    || !Near(pair.Pmi, same, "pmi") || !Near(pair.Jaccard, same, "jaccard") || !Near(pair.Score, same, "score"))
                    report.Differ($"{seed} {pair.SpotifyId}", "pair", same.ValueKind == JsonValueKind.Undefined ? "none" : same.GetRawText(), pair.ToString());
        }

        static bool Near(double value, JsonElement pair, string name) => Math.Abs(value - pair.GetProperty(name).GetDouble()) <= Rounding;
    }

    private async Task CheckSimilarAsync(TruthReport report, CancellationToken cancellationToken)
    {
        await foreach (var truth in LinesAsync("similar.ndjson", cancellationToken))
        {
            var seed = truth.GetProperty("seed").GetString()!;
            var expected = truth.GetProperty("similar").EnumerateArray()
                .Select(hit => (Id: hit.GetProperty("spotify_id").GetString()!, Score: hit.GetProperty("score").GetDouble())).ToList();
            var found = (await lookup.FindSimilarAsync(new FindSimilarRequest { Track = seed, Limit = expected.Count }, cancellationToken)).Similar;
            report.Neighbours += expected.Count;
            for (var i = 0; i < expected.Count; i++)
            {
                // Two neighbours may be swapped if their exact scores differ by less than the stored precision.
                var same = i < found.Count && Math.Abs(found[i].Score - expected[i].Score) <= VectorTolerance
                    && expected.Any(e => e.Id == found[i].SpotifyId && Math.Abs(e.Score - expected[i].Score) <= VectorTolerance);
                if (!same)
                    report.Differ(seed, $"neighbour {i + 1}", $"{expected[i].Id} {expected[i].Score}", i < found.Count ? $"{found[i].SpotifyId} {found[i].Score}" : "nothing");
            }
        }
    }

    private async IAsyncEnumerable<JsonElement> LinesAsync(
        string name, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in File.ReadLinesAsync(Path.Combine(folder, name), cancellationToken))
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }

    private static async Task<T?> OrNullAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (Exception ex) when (ex is NotFoundException or TableNotBuiltException)
        {
            return null; // The comparison reports it if the track should exist.
        }
    }
}
