namespace SpotifyPlatform.ListeningHistory;

internal static partial class Log
{
    [LoggerMessage(2901, LogLevel.Information,
        "Import {Import} of account {Account} is written: {New} new rows, {Known} known, {Invalid} invalid, {Refused} files refused.")]
    public static partial void Imported(ILogger logger, long import, string account, long @new, long known, long invalid, int refused);

    [LoggerMessage(2902, LogLevel.Information, "Import {Import} of account {Account} is undone.")]
    public static partial void Undone(ILogger logger, long import, string account);

    [LoggerMessage(2903, LogLevel.Information, "Account {Account} is deleted with everything of it.")]
    public static partial void Deleted(ILogger logger, string account);

    [LoggerMessage(2904, LogLevel.Information, "Metadata of {Artists} new artists of account {Account} are requested.")]
    public static partial void ArtistsRequested(ILogger logger, int artists, string account);

    [LoggerMessage(2905, LogLevel.Warning, "Artist requests of account {Account} could not be published; they are tried again.")]
    public static partial void ArtistRequestsDelayed(ILogger logger, Exception ex, string account);
}
