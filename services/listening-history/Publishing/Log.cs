namespace SpotifyPlatform.ListeningHistory.Publishing;

internal static partial class Log
{
    [LoggerMessage(8201, LogLevel.Information, "Published the plays of account {Account}: {Bytes} bytes in {Seconds:0.0} s.")]
    public static partial void Published(ILogger logger, string account, long bytes, double seconds);
}
