using System.Diagnostics;

namespace SpotifyPlatform.Benchmarks;

/// <summary>The command that starts this program again, as an executable or by <c>dotnet</c>.</summary>
internal static class ChildProcess
{
    public static string[] Command(params string[] args)
    {
        var process = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? [process, typeof(ChildProcess).Assembly.Location, .. args]
            : [process, .. args];
    }

    /// <summary>Kills a child after a time; false if it ended before.</summary>
    public static async Task<bool> KillAsync(Process child, TimeSpan after)
    {
        await Task.Delay(after);
        if (child.HasExited)
            return false;
        child.Kill();
        await child.WaitForExitAsync();
        return true;
    }
}
