using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Crash;

/// <summary>
/// Counts the measurements of the platform's own instruments inside its process. Services record them after each step (rows stored,
/// events published, batch committed), so each is a named place where the process can be killed.
/// </summary>
internal static class CrashPoints
{
    /// <summary>The point at which the process kills itself.</summary>
    public const string CrashAt = "CRASH_AT";

    /// <summary>The file for the counts of a process that ends by itself.</summary>
    public const string CountsFile = "CRASH_POINT_COUNTS";

    private static readonly ConcurrentDictionary<string, long> Counts = new(StringComparer.Ordinal);
    private static MeterListener? listener;
    private static CrashPoint? crashAt;

    public static void Install()
    {
        crashAt = Environment.GetEnvironmentVariable(CrashAt) is { Length: > 0 } text ? CrashPoint.Parse(text) : null;
        if (Environment.GetEnvironmentVariable(CountsFile) is { Length: > 0 } path)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => File.WriteAllLines(path, Counts.Select(count => $"{count.Key}#{count.Value}"));
        listener = new MeterListener { InstrumentPublished = Enable };
        listener.SetMeasurementEventCallback<long>((instrument, _, _, _) => Pass(instrument));
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => Pass(instrument));
        listener.Start();
    }

    /// <summary>The environment of a process that dies at a point.</summary>
    public static Dictionary<string, string> KillAt(CrashPoint point) => ForProcess(CrashAt, point.ToString());

    /// <summary>The environment of a process that counts how often it passes each point.</summary>
    public static Dictionary<string, string> Count(string path) => ForProcess(CountsFile, path);

    /// <summary>The last passing of each point, by name.</summary>
    public static IReadOnlyList<CrashPoint> ReadCounts(string path) =>
        [.. File.ReadLines(path).Select(CrashPoint.Parse).OrderBy(point => point.Instrument, StringComparer.Ordinal)];

    private static Dictionary<string, string> ForProcess(string name, string value) =>
        new() { ["DOTNET_STARTUP_HOOKS"] = typeof(CrashPoints).Assembly.Location, [name] = value };

    private static void Enable(Instrument instrument, MeterListener enabling)
    {
        if (instrument.Meter.Name.StartsWith("SpotifyPlatform.", StringComparison.Ordinal) && !instrument.IsObservable)
            enabling.EnableMeasurementEvents(instrument);
    }

    private static void Pass(Instrument instrument)
    {
        var name = $"{instrument.Meter.Name}/{instrument.Name}";
        var passing = Counts.AddOrUpdate(name, 1, (_, count) => count + 1);
        if (crashAt is null || passing != crashAt.Passing || name != crashAt.Instrument)
            return;
        Process.GetCurrentProcess().Kill();
        // Waits for ever until the signal ends the process: nothing after the point runs on this thread.
        Thread.CurrentThread.Join();
    }
}
