using System.Diagnostics;
using System.Globalization;

namespace SpotifyPlatform.Testing.Crash;

/// <summary>The process that crash tests start and kill: this assembly, run with the name of a writer and its arguments.</summary>
public static class CrashProgram
{
    /// <summary>Starts a writer; its standard output is redirected. End it by <see cref="Process.Kill()"/>.</summary>
    public static Process Start(string writer, params object[] arguments) => Process.Start(Command(writer, arguments))!;

    /// <summary>What starts a writer.</summary>
    public static ProcessStartInfo Command(string writer, params object[] arguments) => new(
        "dotnet",
        [typeof(CrashProgram).Assembly.Location, writer, .. arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!)])
    {
        RedirectStandardOutput = true,
    };
}
