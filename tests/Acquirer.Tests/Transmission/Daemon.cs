using System.Diagnostics;

namespace SpotifyPlatform.Acquirer.Tests.Transmission;

/// <summary>Whether a real transmission-daemon can be started here.</summary>
internal static class Daemon
{
    private static readonly Lazy<bool> Found = new(() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "transmission-daemon"))));

    public static void SkipUnlessInstalled() => Skip.IfNot(Found.Value, "transmission-daemon is not installed: apt-get install transmission-daemon.");

    /// <summary>Kills the engine of a destination as a crash does.</summary>
    public static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
        process.WaitForExit();
    }
}
