using System.Diagnostics;
using System.Globalization;

namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary>
/// Puts mutated inputs through a reader, <c>[--runs N] [--seed N] [--memory BYTES]</c>: each must end in rows or a refusal, within a time; the process must
/// not crash and stay within its memory. What fails is named by seed and number, so that it can be repeated.
/// </summary>
internal static class FuzzRun
{
    /// <summary>Of the processor, so that other work beside it is no failure.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    public static int SeedOf(string[] args) => (int)Arguments.Number(args, "--seed", 1);

    /// <param name="one">Makes and reads one input; returns the outcome, one of a few. An exception is a failure.</param>
    public static int Run(string kind, long usualRuns, string[] args, Func<Random, long, string> one)
    {
        var (runs, seed) = (Arguments.Number(args, "--runs", usualRuns), SeedOf(args));
        var memory = Arguments.Number(args, "--memory", 1_000_000_000);
        Print($"fuzz {kind}: {runs} inputs from seed {seed}");
        var outcomes = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var (random, start) = (new Random(seed), Stopwatch.GetTimestamp());
        for (var i = 0L; i < runs; i++)
        {
            var begin = Environment.CpuUsage.TotalTime;
            try
            {
                var outcome = one(random, i);
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            }
            catch (Exception e)
            {
                Print($"FAILED at input {i} of seed {seed}: {e}");
                return 1;
            }

            if (Environment.CpuUsage.TotalTime - begin is var took && took > Slow)
            {
                Print($"FAILED: input {i} of seed {seed} took {took}");
                return 1;
            }
        }

        foreach (var (outcome, count) in outcomes)
            Print($"{count,10} {outcome}");
        var peak = ProcessMemory.PeakBytes(Environment.ProcessId);
        Print($"{runs} inputs in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s, peak memory {peak / 1e6:0} MB, no crash, no hang");
        if (peak <= memory)
            return 0;
        Print($"FAILED: more than {memory} bytes");
        return 1;
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
