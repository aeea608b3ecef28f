namespace SpotifyPlatform.Acquirer;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Information, "Scanned {Folder}: {Published} files are new or changed, {Unchanged} are known, {Ignored} are of no known kind.")]
    public static partial void Scanned(ILogger logger, string folder, int published, int unchanged, int ignored);

    [LoggerMessage(2002, LogLevel.Error, "{Name} is not taken. {Reason}")]
    public static partial void FileRefused(ILogger logger, string name, string reason);

    [LoggerMessage(2003, LogLevel.Warning, "{List} lists {Missing} files that are not in the folder yet.")]
    public static partial void FilesMissing(ILogger logger, string list, int missing);

    [LoggerMessage(2004, LogLevel.Warning, "{Name}, which was taken as the data set's {Slot}, is no longer in the folder. What was made of it stays; what was not yet made needs the file back.")]
    public static partial void FileGone(ILogger logger, string name, string slot);
}
