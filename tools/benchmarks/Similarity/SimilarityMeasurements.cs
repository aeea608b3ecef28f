using System.Diagnostics;
using System.Runtime.Intrinsics;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectors;
using SpotifyPlatform.Vectors.Queries;
using SpotifyPlatform.Vectors.Rows;
using SpotifyPlatform.Vectors.Scan;
using SpotifyPlatform.Vectors.Serving;

namespace SpotifyPlatform.Benchmarks.Similarity;

/// <summary>The measurements in this process, in milliseconds per query: the median of single queries, the mean of a batch.</summary>
internal sealed class SimilarityMeasurements(TableVectorIndex index, float[] vectors, VectorQuery[] queries)
{
    private static readonly float[] Mild = [1, 2, 1, 1.5f, 1, 1, 1, 1, 1, 1, 1, 0.5f, 1];
    private static readonly float[] Mask = [1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0];

    public const string Scan = "blocked scan";
    public const string Pruned = "index";

    /// <summary>By name; slow ones run fewer queries.</summary>
    public IReadOnlyDictionary<string, Func<double>> All => new Dictionary<string, Func<double>>
    {
        ["stream read"] = () => OnView(view => Median(9, _ => Stream(view.Main!.Value))),
        [Scan] = () => OnView(view => Median(40, query => new Search(PreparedQuery.Of(query, BlockScan.Best)!, view.Main!.Value, view.Tail, CancellationToken.None).Run(pruned: false))),
        [Pruned] = () => Median(queries.Length, Ask),
        ["index, weights"] = () => Median(100, query => Ask(query with { Weights = Mild })),
        ["index, key, mode, meter and popularity masked"] = () => Median(100, query => Ask(query with { Weights = Mask })),
        ["index, years 1990 to 1999"] = () => Median(100, query => Ask(query with { Filter = new VectorFilter { MinYear = 1990, MaxYear = 1999 } })),
        ["index, one rare genre"] = () => Median(100, query => Ask(query with { Filter = new VectorFilter { AnyGenre = [SimilarityData.Genre(300)] } })),
        ["index, a filter that little passes"] = () => Median(40, query => Ask(query with
        {
            Filter = new VectorFilter { AnyGenre = [SimilarityData.Genre(300)], MinPopularity = 90, MaxYear = 1970 },
        })),
        ["index, batch on all cores"] = () =>
        {
            var start = Stopwatch.GetTimestamp();
            index.SearchAsync(queries, CancellationToken.None).GetAwaiter().GetResult();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds / queries.Length;
        },
        ["plain scan in double precision"] = () => Median(1, query => PlainScan(query)),
    };

    /// <summary>Counts answers that differ from the plain scan in ids or scores, for queries without options, with weights and with filters.</summary>
    public (int Wrong, int Asked) Mismatches(Func<int, VectorPoint> point, int count)
    {
        var wrong = 0;
        for (var i = 0; i < count; i++)
        {
            var query = (i % 4) switch
            {
                0 => queries[i],
                1 => queries[i] with { Weights = Mild },
                2 => queries[i] with { Weights = Mask, Filter = new VectorFilter { MinYear = 1990, Explicit = false } },
                _ => queries[i] with { Filter = new VectorFilter { AnyGenre = [SimilarityData.Genre(20)], MaxPopularity = 60 } },
            };
            var expected = PlainScan(query, point);
            var found = index.SearchAsync(query, CancellationToken.None).GetAwaiter().GetResult().Select(hit => (hit.Score, hit.Id));
            wrong += expected.SequenceEqual(found) ? 0 : 1;
        }

        return (wrong, count);
    }

    /// <summary>Reads every unit vector once.</summary>
    private static unsafe double Stream(RowSet rows)
    {
        var (numbers, count) = ((long)rows.Units, (long)rows.Slots * rows.Dimensions);
        Vector512<float> a = default, b = default, c = default, d = default;
        for (long i = 0; i + 64 <= count; i += 64)
        {
            a += Vector512.Load((float*)numbers + i);
            b += Vector512.Load((float*)numbers + i + 16);
            c += Vector512.Load((float*)numbers + i + 32);
            d += Vector512.Load((float*)numbers + i + 48);
        }

        return Vector512.Sum(a + b + (c + d));
    }

    private IReadOnlyList<VectorHit> Ask(VectorQuery query) => index.SearchAsync(query, CancellationToken.None).GetAwaiter().GetResult();

    private double OnView(Func<IndexView, double> measure) => index.ReadAsync(measure, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Scores every row; on one thread if it is timed. With <paramref name="point"/>, filters are applied too.</summary>
    private List<(double Score, TrackId Id)> PlainScan(VectorQuery query, Func<int, VectorPoint>? point = null)
    {
        var rows = vectors.Length / SimilarityData.Dimensions;
        var scores = new double[rows];
        void Score(int row) => scores[row] = Cosine.Of(query.Vector, vectors.AsSpan(row * SimilarityData.Dimensions, SimilarityData.Dimensions), query.Weights);
        if (point is null)
            for (var row = 0; row < rows; row++)
                Score(row);
        else
            Parallel.For(0, rows, Score);
        var best = new List<(double Score, TrackId Id)>();
        var least = double.NegativeInfinity;
        for (var row = 0; row < rows; row++)
        {
            if (!(scores[row] >= least) || SimilarityData.Id(row) == query.Except || (query.Filter is { } filter && point?.Invoke(row) is { } p && !filter.Passes(p.Payload, p.Mbid is not null)))
                continue;
            best.Add((scores[row], SimilarityData.Id(row)));
            if (best.Count < 4 * query.Limit)
                continue;
            Sort(best, query.Limit);
            least = best[^1].Score;
        }

        Sort(best, query.Limit);
        return best;
    }

    private static void Sort(List<(double Score, TrackId Id)> best, int limit)
    {
        best.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Id.CompareTo(b.Id));
        if (best.Count > limit)
            best.RemoveRange(limit, best.Count - limit);
    }

    private double Median<T>(int count, Func<VectorQuery, T> ask)
    {
        var times = new List<double>();
        foreach (var query in queries.Take(count))
        {
            var start = Stopwatch.GetTimestamp();
            ask(query);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times.Order().ElementAt(times.Count / 2);
    }
}
