using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>The platform's command line as a process of its own; it is killed by its id when the test disposes it.</summary>
internal sealed partial class Platform : IAsyncDisposable
{
    private const int Terminate = 15;

    /// <summary>A process that takes longer hangs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>That of the tests, or one that was compiled ahead of time, for tests that start thousands of processes.</summary>
    private static readonly string Program =
        Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_DLL") is { Length: > 0 } dll ? dll : Path.Combine(AppContext.BaseDirectory, "SpotifyPlatform.Platform.dll");

    private readonly Process process;
    private readonly TaskCompletionSource<(Uri Json, Uri Grpc)> addresses = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    private Platform(string[] arguments, Dictionary<string, string>? environment = null, int? maxFiles = null)
    {
        var start = new ProcessStartInfo(maxFiles is null ? "dotnet" : "/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (maxFiles is not null)
            foreach (var argument in new[] { "-c", $"ulimit -n {maxFiles}; exec dotnet \"$@\"", "sh" }) // exec keeps the process id.
                start.ArgumentList.Add(argument);
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            Append(error, line.Data);
            // null: the process has closed its standard error.
            if (line.Data is null)
                addresses.TrySetException(new InvalidOperationException($"The platform ended before it served: {Error}"));
            else if (Serving().Match(line.Data) is { Success: true } match)
                addresses.TrySetResult((new Uri(match.Groups[1].Value), new Uri(match.Groups[2].Value)));
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public bool HasExited => process.HasExited;

    public string Error
    {
        get
        {
            lock (error)
                return error.ToString();
        }
    }

    /// <summary>Starts a process and leaves it running.</summary>
    public static Platform Start(params string[] arguments) => new(arguments);

    /// <summary>Starts a process with environment variables of its own, and leaves it running.</summary>
    public static Platform StartWith(Dictionary<string, string> environment, params string[] arguments) => new(arguments, environment);

    /// <summary>Starts a process that may open only so many files, and leaves it running.</summary>
    public static Platform StartLimited(int maxFiles, params string[] arguments) => new(arguments, maxFiles: maxFiles);

    /// <summary>Runs to the end.</summary>
    public static async Task<Finished> RunAsync(params string[] arguments)
    {
        await using var platform = new Platform(arguments);
        return await platform.WaitAsync();
    }

    /// <summary>Runs to the end with environment variables of its own.</summary>
    public static async Task<Finished> RunWithAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        await using var platform = new Platform(arguments, environment);
        return await platform.WaitAsync();
    }

    /// <summary>Runs to the end and expects exit code 0.</summary>
    public static Task<string> DoneAsync(params string[] arguments) => DoneWithAsync([], arguments);

    /// <summary>Runs to the end with environment variables of its own and expects exit code 0.</summary>
    public static async Task<string> DoneWithAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        var finished = await RunWithAsync(environment, arguments);
        Assert.True(finished.ExitCode == 0, $"platform {string.Join(' ', arguments)} ended with {finished.ExitCode}:\n{finished.Error}\n{finished.Output}");
        return finished.Output;
    }

    /// <summary>The addresses of a started platform; its ports are ephemeral, so it writes them to standard error.</summary>
    public Task<(Uri Json, Uri Grpc)> AddressesAsync() => addresses.Task.WaitAsync(Limit);

    public async Task<Finished> WaitAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await process.WaitForExitAsync(limit.Token);
        return new Finished(process.ExitCode, output.ToString(), Error);
    }

    /// <summary>SIGTERM: the platform stops in order.</summary>
    public async Task<Finished> StopAsync()
    {
        Assert.Equal(0, SendSignal(process.Id, Terminate));
        return await WaitAsync();
    }

    /// <summary>SIGKILL: no handler of the process runs.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SendSignal(int processId, int signal);

    [GeneratedRegex(@"JSON and health on (http://\S+), gRPC on (http://\S+)")]
    private static partial Regex Serving();

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
    }
}

internal sealed record Finished(int ExitCode, string Output, string Error);
