using System.Diagnostics;

namespace SpotifyPlatform.Benchmarks.Gateway;

/// <summary>Clients that ask one question after the other.</summary>
/// <param name="Rounds">In each of them each side has its turn.</param>
/// <param name="Turn">Short, because the machine's speed may change from second to second.</param>
internal sealed record Load(int Clients, int Rounds, TimeSpan Turn)
{
    private const int Seed = 20261127;

    /// <summary>For each side: long enough for tiered compilation to reach its last tier.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public static Load Read(string[] args) => new(
        (int)Arguments.Number(args, "--clients", 16), (int)Arguments.Number(args, "--rounds", 100), TimeSpan.FromMilliseconds(Arguments.Number(args, "--turn-ms", 200)));

    /// <summary>Asks two sides in turns.</summary>
    public async Task<(LoadResult First, LoadResult Second)> CompareAsync(IReadOnlyList<string> ids, Func<string, Task> first, Func<string, Task> second)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < WarmUp * 2;)
            await RoundAsync(new Turns(), new Turns());
        var (ours, theirs) = (new Turns(), new Turns());
        for (var round = 0; round < Rounds; round++)
            await RoundAsync(ours, theirs);
        return (ours.Result(), theirs.Result());

        async Task RoundAsync(Turns one, Turns other)
        {
            await RunAsync(ids, first, one);
            await RunAsync(ids, second, other);
        }
    }

    public override string ToString() => $"{Clients} clients, {Rounds} rounds of {Turn.TotalMilliseconds} ms in turns";

    private async Task RunAsync(IReadOnlyList<string> ids, Func<string, Task> ask, Turns turns)
    {
        var (processor, allocated, began) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
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
        turns.Time += Stopwatch.GetElapsedTime(began);
        turns.Processor += Environment.CpuUsage.TotalTime - processor;
        turns.Allocated += GC.GetTotalAllocatedBytes() - allocated;
        turns.Latencies.AddRange(latencies.SelectMany(times => times));
    }

    /// <summary>Those of one side, added up.</summary>
    private sealed class Turns
    {
        public List<double> Latencies { get; } = [];

        public TimeSpan Time { get; set; }

        public TimeSpan Processor { get; set; }

        public long Allocated { get; set; }

        public LoadResult Result() => new(
            Latencies.Count / Time.TotalSeconds,
            Latencies.Order().ElementAt((int)(Latencies.Count * 0.99)),
            Latencies.Average() * 1000,
            Processor.TotalMicroseconds / Latencies.Count,
            (double)Allocated / Latencies.Count);
    }
}

/// <param name="ProcessorMicroseconds">Of this process, clients and servers together, for each request.</param>
/// <param name="AllocatedBytes">In this process, for each request.</param>
internal sealed record LoadResult(double PerSecond, double P99Milliseconds, double MeanMicroseconds, double ProcessorMicroseconds, double AllocatedBytes);
