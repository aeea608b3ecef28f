using System.Diagnostics;

namespace SpotifyPlatform.Testing.Swarm;

/// <summary>
/// Programs on hosts. What they write goes to files, not to pipes: a torrent engine that outlives the process which started it holds that one's output, and who reads a pipe to its
/// end would wait for the engine. Those that run are ended with this object.
/// </summary>
/// <param name="folder">Of the output.</param>
internal sealed class HostProcesses(string folder, Action<string> log) : IDisposable
{
    private const int MaxTail = 4_000;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(20);

    private readonly List<Process> running = [];
    private int number;

    /// <returns>The process, and the paths of what it writes to standard output and to standard error.</returns>
    public (Process Process, string Output, string Error) Start(string host, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var output = Path.Combine(Directory.CreateDirectory(folder).FullName, $"{++number}");
        // exec keeps the process id.
        var start = TwoHosts.On(host, ["sh", "-c", "exec \"$@\" >\"$0.out\" 2>\"$0.err\"", output, .. command]);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        running.Add(process);
        return (process, output + ".out", output + ".err");
    }

    /// <summary>Runs a program to its end. While it runs, its last line is logged now and then.</summary>
    /// <exception cref="TimeoutException">It hangs. What it has written is in the message.</exception>
    public async Task<Finished> RunAsync(string host, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var (process, output, error) = Start(host, environment, command);
        for (var began = Stopwatch.GetTimestamp(); !await EndsAsync(process, ReportInterval);)
        {
            log($"  {Shown(command)} runs: {(LastLine(error) is { Length: > 0 } line ? line : LastLine(output))}");
            if (Stopwatch.GetElapsedTime(began) > Limit)
                throw new TimeoutException($"{Shown(command)} did not end within {Limit}: {Tail(output)}\n{Tail(error)}");
        }

        var exitCode = process.ExitCode;
        Forget(process);
        return new Finished(exitCode, await File.ReadAllTextAsync(output), await File.ReadAllTextAsync(error));
    }

    /// <returns>Whether the process has ended within a time.</returns>
    public static async Task<bool> EndsAsync(Process process, TimeSpan within)
    {
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(within));
        return process.HasExited;
    }

    /// <summary>As by kill -9.</summary>
    public void Kill(Process process)
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        Forget(process);
    }

    public void Dispose()
    {
        foreach (var process in running.ToList())
            Kill(process);
    }

    /// <summary>The program and its verb, without paths.</summary>
    private static string Shown(string[] command) => string.Join(' ', command.Where(word => !word.StartsWith('/')).Take(3)).Split('\n')[0];

    private static string LastLine(string path) => Tail(path).TrimEnd().Split('\n', '\r')[^1];

    private static string Tail(string path) => File.Exists(path) && File.ReadAllText(path) is var text ? text[Math.Max(0, text.Length - MaxTail)..] : "";

    private void Forget(Process process)
    {
        running.Remove(process);
        process.Dispose();
    }
}

/// <summary>A program that has ended.</summary>
/// <param name="Error">Standard error, which has progress too.</param>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"{ExitCode}: {Output}\n{Error}";
}
