using System.Diagnostics;
using System.Globalization;

namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary><c>property [--lines N] [--seed N]</c>.</summary>
internal static class PropertyVerb
{
    public static int Run(string[] args)
    {
        var lines = Arguments.Number(args, "--lines", 100_000);
        var seed = (int)Arguments.Number(args, "--seed", 1);
        var start = Stopwatch.GetTimestamp();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"property: {lines} lines from seed {seed}"));
        var (failure, count, refused, strictAlone) = PropertyCheck.Run(seed, lines);
        Console.WriteLine(failure ?? string.Create(CultureInfo.InvariantCulture,
            $"holds on {count} lines ({refused} refused, {strictAlone} more by --strict) in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
        return failure is null ? 0 : 1;
    }
}
