using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace SpotifyPlatform.Benchmarks.Whole;

/// <summary>The measurements of a command and all processes that it starts.</summary>
/// <param name="Wall">Seconds from start to end.</param>
/// <param name="Cpu">User and system seconds.</param>
/// <param name="PeakBytes">Peak memory of the largest of its processes.</param>
/// <param name="WrittenBytes">Bytes that were handed to the disk, as the kernel counts them.</param>
internal sealed partial record MeasuredTree(double Wall, double Cpu, long PeakBytes, long WrittenBytes)
{
    private const int Children = -1;

    /// <summary>Runs a command below a process of its own, so that what the kernel adds up for its children is this command's.</summary>
    /// <exception cref="InvalidOperationException">The command failed.</exception>
    public static MeasuredTree Run(IReadOnlyList<string> command)
    {
        var numbers = MeasuredProcess.Run(ChildProcess.Command(["measured-tree", .. command])).Output.Split(' ');
        return new MeasuredTree(
            double.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture),
            long.Parse(numbers[2], CultureInfo.InvariantCulture), long.Parse(numbers[3], CultureInfo.InvariantCulture));
    }

    /// <summary>What <see cref="Run"/> starts.</summary>
    public static int RunChild(string[] command)
    {
        var start = Stopwatch.GetTimestamp();
        using var child = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, UseShellExecute = false })!;
        child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        var wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        // struct rusage: user and system time as (seconds, microseconds), the peak in KiB, then 13 counters.
        Span<long> usage = stackalloc long[18];
        if (child.ExitCode != 0 || GetResourceUsage(Children, ref MemoryMarshal.GetReference(usage)) != 0)
            return 1;
        var written = File.ReadLines("/proc/self/io").First(line => line.StartsWith("write_bytes:", StringComparison.Ordinal)).Split(' ')[1];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wall} {usage[0] + usage[2] + (usage[1] + usage[3]) / 1e6} {usage[4] * 1024} {written}"));
        return 0;
    }

    /// <summary>This command and then another.</summary>
    public MeasuredTree Then(MeasuredTree next) =>
        new(Wall + next.Wall, Cpu + next.Cpu, Math.Max(PeakBytes, next.PeakBytes), WrittenBytes + next.WrittenBytes);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, ref long usage);
}
