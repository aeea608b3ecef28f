using System.Globalization;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Neighbours;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>
/// Computes vectors again from features and tracks, and the neighbours of a sample of them by comparison with every vector, and compares both with the
/// index and with the precomputed neighbours.
/// </summary>
internal sealed class VectorCheck(IVectorIndex index, Table vectors, Table tracks, Table features, Table? neighbours, VerifyScope scope, IProgress<string> progress)
{
    /// <summary>The index has 32-bit vectors.</summary>
    private const double Tolerance = 2e-6;
    private const int BatchRows = 1_000;
    private const int Limit = 50;

    private readonly int minPopularity = int.Parse(vectors.Manifest.Plan.Rules["min_popularity"], CultureInfo.InvariantCulture);
    private readonly SourceCheck rows = new("vectors");
    private readonly SourceCheck nearest = new("neighbours");

    private int NeighboursOfASeed => int.Parse(neighbours!.Manifest.Plan.Rules["neighbours"], CultureInfo.InvariantCulture);

    /// <summary>Vectors and neighbours.</summary>
    public async Task<IReadOnlyList<SourceCheck>> RunAsync(CancellationToken cancellationToken)
    {
        rows.Total = vectors.Manifest.Counts["vectors"];
        nearest.Total = neighbours?.Manifest.Rows ?? rows.Total;
        if (index.Dimensions != FeatureVector.Dimensions)
        {
            rows.Note = nearest.Note = $"vectors of {index.Dimensions} dimensions have an embedding, which is not computed again";
            return [rows, nearest];
        }

        var points = await Task.Run(() => Compute(cancellationToken), cancellationToken);
        rows.Same(rows.Name, "tracks with features from the popularity threshold on", points.Count, rows.Total);
        var chosen = scope.Full ? points : [.. scope.Choose(0, points.Count - 1, scope.Sample).Select(i => points[(int)i])];
        foreach (var batch in chosen.Chunk(BatchRows))
            await CompareAsync(batch, cancellationToken);
        await CompareNeighboursAsync(points, cancellationToken);
        return [rows, nearest];
    }

    private List<ComputedVector> Compute(CancellationToken cancellationToken)
    {
        var points = new List<ComputedVector>();
        using var track = tracks.Scan();
        using var feature = features.Scan();
        while (feature.MoveNext())
        {
            if (points.Count % 65_536 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (!track.MoveTo(feature.Key))
                continue;
            var values = FeatureTable.Read(feature.Value);
            var row = new TrackRow(track.Value);
            if (values with { DurationMs = null } != AudioFeatures.None && row.Popularity >= minPopularity)
                points.Add(new(TrackId.FromKey(feature.Key), FeatureVector.From(values, row.KnownPopularity), FeatureVector.Known(values, row.KnownPopularity)));
        }

        return points;
    }

    private async Task CompareAsync(ComputedVector[] batch, CancellationToken cancellationToken)
    {
        var there = (await index.GetAsync([.. batch.Select(point => point.Id)], cancellationToken)).ToDictionary(point => point.Id);
        foreach (var point in batch)
        {
            rows.Compared++;
            if (!there.TryGetValue(point.Id, out var found))
                rows.Differ($"{point.Id}", "the vector", "in the index", "missing");
            else if (point.Vector.Zip(found.Vector, (a, b) => Math.Abs(a - b)).Any(distance => distance > Tolerance))
                rows.Differ($"{point.Id}", "the vector", string.Join(' ', point.Vector), string.Join(' ', found.Vector));
        }

        progress.Report($"{rows.Name}: {rows.Compared:N0} compared");
    }

    private async Task CompareNeighboursAsync(List<ComputedVector> points, CancellationToken cancellationToken)
    {
        var byId = points.ToDictionary(point => point.Id);
        if (scope.Full && neighbours is not null)
        {
            using var cursor = neighbours.Scan();
            while (cursor.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var id = TrackId.FromKey(cursor.Key);
                if (byId.TryGetValue(id, out var seed))
                    Compare(seed, byId, [.. NeighbourTable.Read(cursor.Value).Select(found => (found.Id, found.Score))]);
                else
                    nearest.Differ($"{id}", "the row", "left out", "in the table");
            }

            return;
        }

        foreach (var i in scope.Choose(0, points.Count - 1, scope.Seeds))
        {
            var seed = points[(int)i];
            // Promoted tracks are below the threshold and in no table.
            var query = new VectorQuery(seed.Vector, Limit) { Except = seed.Id, Weights = FeatureVector.Weights(seed.Known, seed.Vector.Length), Filter = new VectorFilter { MinPopularity = minPopularity } };
            var hits = await index.SearchAsync(query, cancellationToken);
            Compare(seed, byId, [.. hits.Select(hit => (hit.Id, hit.Score))]);
            progress.Report($"{nearest.Name}: {nearest.Compared:N0} tracks compared");
        }
    }

    /// <summary>Two neighbours may be swapped where their scores differ by less than the stored precision.</summary>
    private void Compare(ComputedVector seed, Dictionary<TrackId, ComputedVector> points, IReadOnlyList<(TrackId Id, double Score)> found)
    {
        nearest.Compared++;
        var limit = neighbours is not null && scope.Full ? NeighboursOfASeed : Limit;
        var weights = FeatureVector.Weights(seed.Known, seed.Vector.Length);
        var best = new PriorityQueue<double, double>();
        foreach (var point in points.Values)
            if (point.Id != seed.Id && Cosine.Of(seed.Vector, point.Vector, weights) is var score && double.IsFinite(score))
                if (best.Count < limit)
                    best.Enqueue(score, score);
                else if (score > best.Peek())
                    best.EnqueueDequeue(score, score);
        var expected = best.UnorderedItems.Select(item => item.Element).OrderDescending().ToList();
        nearest.Same($"{seed.Id}", "neighbours", expected.Count, found.Count);
        foreach (var ((id, score), wanted) in found.Zip(expected))
        {
            var own = points.TryGetValue(id, out var point) && id != seed.Id ? Cosine.Of(seed.Vector, point.Vector, weights) : double.NaN;
            if (Math.Abs(score - wanted) <= Tolerance && Math.Abs(own - score) <= Tolerance)
                continue;
            nearest.Differ($"{seed.Id}", "a neighbour", $"a track of score {wanted}", $"{id}, whose score is {own}, with {score}");
            return;
        }
    }

    private sealed record ComputedVector(TrackId Id, float[] Vector, bool[] Known);
}
