using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Crash;

/// <summary>
/// Counts the measurements of the platform's own instruments and its spans inside its process. Services record them at each step (a unit built, a table
/// published, rows stored, events sent, a batch handled), so each is a named place where the process can be killed.
/// </summary>
internal static class CrashPoints
{
    /// <summary>The point at which the process kills itself.</summary>
    public const string CrashAt = "CRASH_AT";

    /// <summary>The file for the counts of a process that ends by itself.</summary>
    public const string CountsFile = "CRASH_POINT_COUNTS";

    /// <summary>The seed of pauses at the points, which change the order in which threads get on.</summary>
    public const string PausesSeed = "CRASH_POINT_PAUSES";

    private const int MaxPauseMilliseconds = 20;
    private const string Own = "SpotifyPlatform.";

    private static readonly ConcurrentDictionary<string, long> Counts = new(StringComparer.Ordinal);
    private static MeterListener? measurements;
    private static ActivityListener? spans;
    private static CrashPoint? crashAt;
    private static int? pauses;

    public static void Install()
    {
        crashAt = Environment.GetEnvironmentVariable(CrashAt) is { Length: > 0 } text ? CrashPoint.Parse(text) : null;
        pauses = Environment.GetEnvironmentVariable(PausesSeed) is { Length: > 0 } seed ? int.Parse(seed, CultureInfo.InvariantCulture) : null;
        if (Environment.GetEnvironmentVariable(CountsFile) is { Length: > 0 } path)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => File.WriteAllLines(path, Counts.Select(count => $"{count.Key}#{count.Value}"));
        measurements = new MeterListener { InstrumentPublished = Enable };
        measurements.SetMeasurementEventCallback<long>((instrument, _, _, _) => Pass($"{instrument.Meter.Name}/{instrument.Name}"));
        measurements.SetMeasurementEventCallback<double>((instrument, _, _, _) => Pass($"{instrument.Meter.Name}/{instrument.Name}"));
        measurements.Start();
        spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith(Own, StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = span => Pass($"{NameOf(span)} begins"),
            ActivityStopped = span => Pass($"{NameOf(span)} ends"),
        };
        ActivitySource.AddActivityListener(spans);
    }

    /// <summary>The environment of a process that dies at a point.</summary>
    public static Dictionary<string, string> KillAt(CrashPoint point) => ForProcess(CrashAt, point.ToString());

    /// <summary>The environment of a process that counts how often it passes each point.</summary>
    public static Dictionary<string, string> Count(string path) => ForProcess(CountsFile, path);

    /// <summary>The environment of a process whose threads take turns in an order of their own.</summary>
    public static Dictionary<string, string> Pause(int seed) => ForProcess(PausesSeed, seed.ToString(CultureInfo.InvariantCulture));

    /// <summary>The last passing of each point, by name.</summary>
    public static IReadOnlyList<CrashPoint> ReadCounts(string path) =>
        [.. File.ReadLines(path).Select(CrashPoint.Parse).OrderBy(point => point.Name, StringComparer.Ordinal)];

    private static Dictionary<string, string> ForProcess(string name, string value) =>
        new() { ["DOTNET_STARTUP_HOOKS"] = typeof(CrashPoints).Assembly.Location, [name] = value };

    private static void Enable(Instrument instrument, MeterListener enabling)
    {
        if (instrument.Meter.Name.StartsWith(Own, StringComparison.Ordinal) && !instrument.IsObservable)
            enabling.EnableMeasurementEvents(instrument);
    }

    /// <summary>With the group, where records are handled: each handles the records of a topic at moments of its own.</summary>
    private static string NameOf(Activity span) =>
        $"{span.Source.Name}/{span.DisplayName}{(span.GetTagItem("messaging.consumer.group.name") is { } group ? $" in {group}" : "")}";

    private static void Pass(string name)
    {
        var passing = Counts.AddOrUpdate(name, 1, (_, count) => count + 1);
        if (pauses is { } seed)
            Task.Delay(new Random(seed ^ StableHash(name) ^ (int)passing).Next(MaxPauseMilliseconds)).Wait();
        if (crashAt is null || passing != crashAt.Passing || name != crashAt.Name)
            return;
        Process.GetCurrentProcess().Kill();
        // Waits for ever until the signal ends the process: nothing after the point runs on this thread.
        Thread.CurrentThread.Join();
    }

    /// <summary>string.GetHashCode differs from process to process.</summary>
    private static int StableHash(string text) => text.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));
}
