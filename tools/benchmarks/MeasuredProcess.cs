using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SpotifyPlatform.Benchmarks;

/// <summary>The measurements of one run of a child process.</summary>
/// <param name="Wall">Seconds from start to end.</param>
/// <param name="Cpu">User and system seconds of the child and its children.</param>
/// <param name="PeakBytes">The child's own peak memory; 0 if the kernel does not report it.</param>
/// <param name="Output">The last line of its standard output.</param>
internal sealed partial record MeasuredProcess(double Wall, double Cpu, long PeakBytes, string Output)
{
    private const int Children = -1;

    /// <exception cref="InvalidOperationException">The child failed.</exception>
    public static MeasuredProcess Run(IReadOnlyList<string> command)
    {
        var cpu = ChildSeconds();
        var start = Stopwatch.GetTimestamp();
        using var child = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = child.StandardOutput.ReadToEndAsync();
        var peak = 0L;
        while (!child.WaitForExit(10))
            peak = Math.Max(peak, ProcessMemory.PeakBytes(child.Id));
        child.WaitForExit();
        var wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (child.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with exit code {child.ExitCode}.");
        return new MeasuredProcess(wall, ChildSeconds() - cpu, peak, output.Result.Trim().Split('\n')[^1]);
    }

    private static double ChildSeconds()
    {
        // struct rusage: user and system time as (seconds, microseconds), then 14 counters.
        Span<long> usage = stackalloc long[18];
        if (GetResourceUsage(Children, ref MemoryMarshal.GetReference(usage)) != 0)
            return 0;
        return usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, ref long usage);
}
