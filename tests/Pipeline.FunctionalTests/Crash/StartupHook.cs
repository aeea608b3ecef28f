using System.Diagnostics.CodeAnalysis;
using SpotifyPlatform.Pipeline.FunctionalTests.Crash;

/// <summary>
/// Runs inside the platform's process when a test sets <c>DOTNET_STARTUP_HOOKS</c> to this assembly; the platform itself has no crash
/// points. The runtime requires this name outside any namespace.
/// </summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for StartupHook in the global namespace.")]
internal static class StartupHook
{
    public static void Initialize() => CrashPoints.Install();
}
