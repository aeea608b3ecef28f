namespace SpotifyPlatform.Platform;

/// <summary>Exit codes of every command.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>All other input is done; the refused input is in quarantine or in a dead letter topic, with its reason.</summary>
    public const int DoneWithRefusals = 3;

    /// <summary>Stopped by Ctrl+C before the end; the next run continues from there.</summary>
    public const int Cancelled = 130;
}
