using System.ComponentModel;
using System.Diagnostics;

namespace SpotifyPlatform.Deployment.Tests;

/// <summary>A program on <c>PATH</c>.</summary>
internal sealed class ExternalProgram(string name)
{
    private readonly Lazy<bool> isInstalled = new(() => IsOnPath(name));

    public bool IsInstalled => isInstalled.Value;

    /// <summary>Runs it to its end.</summary>
    public async Task<Outcome> TryAsync(params IReadOnlyList<string> arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await error);
    }

    /// <returns>Standard output of a run that must succeed.</returns>
    public async Task<string> RunAsync(params IReadOnlyList<string> arguments)
    {
        var outcome = await TryAsync(arguments);
        Assert.True(outcome.ExitCode == 0, $"{name} {string.Join(' ', arguments)} ended with {outcome.ExitCode}:\n{outcome.Error}{outcome.Output}");
        return outcome.Output;
    }

    /// <summary>Starts it; the caller ends it.</summary>
    public Process Start(params IReadOnlyList<string> arguments) =>
        Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }) ?? throw new Win32Exception($"{name} does not start.");

    private static bool IsOnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));

    internal sealed record Outcome(int ExitCode, string Output, string Error);
}
