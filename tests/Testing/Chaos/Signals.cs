using System.Runtime.InteropServices;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>Signals to processes that a run has started, by their ids.</summary>
internal static partial class Signals
{
    private const int Kill = 9;
    private const int Continue = 18;
    private const int Stop = 19;

    public static void SendKill(int process) => Send(process, Kill);

    public static void SendStop(int process) => Send(process, Stop);

    public static void SendContinue(int process) => Send(process, Continue);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);

    /// <summary>A process that has ended by itself meanwhile needs no signal.</summary>
    private static void Send(int process, int signal) => _ = SendSignal(process, signal);
}
