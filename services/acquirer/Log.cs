namespace SpotifyPlatform.Acquirer;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Information, "Scanned {Folder}: {Files} files of known kinds; {Published} were announced since the start, {Unchanged} are unchanged; {Ignored} files are of no known kind.")]
    public static partial void Scanned(ILogger logger, string folder, int files, int published, int unchanged, int ignored);

    [LoggerMessage(2002, LogLevel.Error, "{Name} is not taken. {Reason}")]
    public static partial void FileRefused(ILogger logger, string name, string reason);

    [LoggerMessage(2003, LogLevel.Warning, "{List} lists {Missing} files that are not in the folder yet.")]
    public static partial void FilesMissing(ILogger logger, string list, int missing);

    [LoggerMessage(2004, LogLevel.Warning, "{Explanation}")]
    public static partial void NothingFound(ILogger logger, string explanation);

    [LoggerMessage(2005, LogLevel.Error, "{Folder} cannot be scanned: {Reason} The next scan tries again.")]
    public static partial void ScanFailed(ILogger logger, string folder, string reason);

    [LoggerMessage(2006, LogLevel.Information, "Changes in {Folder} are found by rescanning alone: the file system reports none ({Reason})")]
    public static partial void WatchUnavailable(ILogger logger, string folder, string reason);

    [LoggerMessage(2008, LogLevel.Warning, "A scan cannot be asked for, because the event bus does not take its event. The schedule asks again.")]
    public static partial void RequestFailed(ILogger logger, Exception exception);

    [LoggerMessage(2009, LogLevel.Error, "The data set's {Slot} is withdrawn. {Reason}")]
    public static partial void FileWithdrawn(ILogger logger, string slot, string reason);

    [LoggerMessage(2010, LogLevel.Information, "Hashed {Files} announced files of {Bytes} bytes again: {Damaged} are damaged.")]
    public static partial void Audited(ILogger logger, int files, long bytes, int damaged);

    [LoggerMessage(2011, LogLevel.Warning, "The announced files cannot be hashed again: {Reason} The schedule tries again.")]
    public static partial void AuditFailed(ILogger logger, string reason);

    [LoggerMessage(2007, LogLevel.Warning, "{Name}, which was taken as the data set's {Slot}, is no longer in the folder. What was derived from it stays; put the file back if it is still to be read.")]
    public static partial void FileGone(ILogger logger, string name, string slot);
}
