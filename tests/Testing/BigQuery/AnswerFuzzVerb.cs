namespace SpotifyPlatform.Testing.BigQuery;

/// <summary><c>fuzz-bigquery RUNS SEED</c>.</summary>
internal static class AnswerFuzzVerb
{
    public static async Task<int> RunAsync(int runs, int seed)
    {
        var (fuzz, start) = (new AnswerFuzz(seed), TimeProvider.System.GetTimestamp());
        var failure = await fuzz.RunAsync(runs);
        foreach (var (outcome, count) in fuzz.Outcomes)
            Console.WriteLine($"{count,10} {outcome}");
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Console.WriteLine(failure is null
            ? $"{runs} answers from seed {seed} in {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0} s, peak memory {process.PeakWorkingSet64 / 1_000_000} MB, no crash, no hang"
            : $"FAILED: {failure}");
        return failure is null ? 0 : 1;
    }
}
