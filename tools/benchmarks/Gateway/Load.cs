using System.Diagnostics;

namespace SpotifyPlatform.Benchmarks.Gateway;

/// <summary>Clients that ask one question after the other.</summary>
/// <param name="Turn">How long each side is asked in a round.</param>
internal sealed record Load(int Clients, int Rounds, TimeSpan Turn)
{
    private const int Seed = 20261127;

    /// <summary>For each side: long enough for tiered compilation to reach its last tier.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <summary>Asks two sides in turns.</summary>
    /// <returns>The middle round of each side, and the middle of the ratios of rounds: the machine's speed may change between rounds.</returns>
    public async Task<(LoadResult First, LoadResult Second, double Ratio)> CompareAsync(IReadOnlyList<string> ids, Func<string, Task> first, Func<string, Task> second)
    {
        var rounds = new List<(LoadResult First, LoadResult Second)>();
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < WarmUp * 2;)
            await RoundAsync();
        while (rounds.Count < Rounds)
            rounds.Add(await RoundAsync());
        return (
            Middle(rounds.Select(round => round.First), result => result.PerSecond),
            Middle(rounds.Select(round => round.Second), result => result.PerSecond),
            Middle(rounds.Select(round => round.First.PerSecond / round.Second.PerSecond), ratio => ratio));

        async Task<(LoadResult, LoadResult)> RoundAsync() => (await RunAsync(ids, first), await RunAsync(ids, second));
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

    private static T Middle<T>(IEnumerable<T> results, Func<T, double> key)
    {
        var sorted = results.OrderBy(key).ToList();
        return sorted[sorted.Count / 2];
    }
}

internal sealed record LoadResult(double PerSecond, double P99Milliseconds, double MeanMicroseconds);
