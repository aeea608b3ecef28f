namespace SpotifyPlatform.Platform.Commands;

/// <summary>What a script can rely on.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>All other input is done; the refused stands in quarantine or the dead letters with its reason.</summary>
    public const int DoneWithRefusals = 3;

    /// <summary>Stopped by Ctrl+C before the end; the next run goes on from there.</summary>
    public const int Cancelled = 130;
}
