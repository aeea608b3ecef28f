using System.Diagnostics;

namespace SpotifyPlatform.Benchmarks.Gateway;

/// <summary>Clients that ask one question after the other.</summary>
/// <param name="Turn">How long each side is asked in a round.</param>
internal sealed record Load(int Clients, int Rounds, TimeSpan Turn)
{
    private const int Seed = 20261127;

    /// <summary>Asks two sides in turns; the first round warms up.</summary>
    public async Task<(LoadResult First, LoadResult Second)> CompareAsync(IReadOnlyList<string> ids, Func<string, Task> first, Func<string, Task> second)
    {
        var (ones, others) = (new List<LoadResult>(), new List<LoadResult>());
        for (var round = 0; round <= Rounds; round++)
        {
            var (one, other) = (await RunAsync(ids, first), await RunAsync(ids, second));
            if (round == 0)
                continue;
            ones.Add(one);
            others.Add(other);
        }

        return (Middle(ones), Middle(others));
    }

    private async Task<LoadResult> RunAsync(IReadOnlyList<string> ids, Func<string, Task> ask)
    {
        var began = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var random = new Random(Seed + client);
            var times = new List<double>();
            while (Stopwatch.GetElapsedTime(began) < Turn)
            {
                var asked = Stopwatch.GetTimestamp();
                await ask(ids[random.Next(ids.Count)]);
                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            return times;
        })));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var all = latencies.SelectMany(times => times).Order().ToList();
        return new LoadResult(all.Count / seconds, all[(int)(all.Count * 0.99)], all.Average() * 1000);
    }

    private static LoadResult Middle(List<LoadResult> results) => results.OrderBy(result => result.PerSecond).ElementAt(results.Count / 2);
}

internal sealed record LoadResult(double PerSecond, double P99Milliseconds, double MeanMicroseconds);
