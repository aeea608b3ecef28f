using System.Globalization;

namespace SpotifyPlatform.ServiceDefaults.Ports;

/// <summary>Each connection takes a file descriptor. The process must keep some for stores, logs and its own clients.</summary>
internal static class FileDescriptors
{
    private const long MinReserve = 256;
    private const long MinConnections = 16;
    private const string LimitsFile = "/proc/self/limits";

    /// <summary>The configured connections, or what <c>ulimit -n</c> leaves after a reserve of a quarter, at least 256.</summary>
    /// <param name="limit">Null where the system has no such limit.</param>
    public static long MaxConnections(long configured, long? limit) =>
        limit is { } files ? Math.Min(configured, Math.Max(MinConnections, files - Math.Max(MinReserve, files / 4))) : configured;

    /// <summary>The soft limit of open files; null where it is unlimited or the system does not tell (not Linux).</summary>
    public static long? ReadLimit() => File.Exists(LimitsFile) ? ParseLimit(File.ReadLines(LimitsFile)) : null;

    internal static long? ParseLimit(IEnumerable<string> lines)
    {
        const string name = "Max open files";
        var line = lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        var soft = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }
}
