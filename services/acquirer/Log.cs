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

    [LoggerMessage(2012, LogLevel.Information, "Started {Program} (process {Id}); peers reach it at port {Port}.")]
    public static partial void EngineStarted(ILogger logger, string program, int id, int port);

    [LoggerMessage(2013, LogLevel.Warning, "The torrent engine did not end when it was asked to, and is killed: {Reason}")]
    public static partial void EngineKilled(ILogger logger, string reason);

    [LoggerMessage(2014, LogLevel.Warning, "The torrent engine failed at {Torrent}, and is asked again: {Reason}")]
    public static partial void EngineFailed(ILogger logger, string torrent, string reason);

    [LoggerMessage(2015, LogLevel.Warning, "The torrent engine calls pieces of {Torrent} good that do not hash; it reads all of them again.")]
    public static partial void EngineVerifies(ILogger logger, string torrent);

    [LoggerMessage(2016, LogLevel.Warning, "{Name} was longer than its {Length} bytes, and was cut to them.")]
    public static partial void TailCut(ILogger logger, string name, long length);

    [LoggerMessage(2017, LogLevel.Information, "{Torrent}: {Percent:F1} % verified, {Complete} of {Files} files complete, {Missing} bytes missing; {Rate:F0} bytes/s from {Peers} peers.")]
    public static partial void DownloadProgress(ILogger logger, string torrent, double percent, int complete, int files, long missing, double rate, int peers);

    [LoggerMessage(2018, LogLevel.Warning, "{Torrent} is stalled: no byte has come from any peer for {Time}, and {Missing} bytes are missing.")]
    public static partial void DownloadStalled(ILogger logger, string torrent, TimeSpan time, long missing);

    [LoggerMessage(2019, LogLevel.Warning, "{Torrent} lacks {Files} files with {Pieces} pieces and {Bytes} bytes after the restore: {Names}")]
    public static partial void GapsFound(ILogger logger, string torrent, int files, int pieces, long bytes, string names);

    [LoggerMessage(2020, LogLevel.Error, "A source of the data set failed, and the next one is asked: {Reason}")]
    public static partial void SourceFailed(ILogger logger, string reason);

    [LoggerMessage(2021, LogLevel.Information, "The data set is complete: {Files} files of {Bytes} bytes.")]
    public static partial void DownloadComplete(ILogger logger, int files, long bytes);

    [LoggerMessage(2022, LogLevel.Information, "Backed up {Files} files of {Torrent} ({Uploaded} bytes were not in the archive).")]
    public static partial void BackedUp(ILogger logger, int files, string torrent, long uploaded);

    [LoggerMessage(2023, LogLevel.Error, "The download of the data set failed and is tried again in {Delay}: {Reason}")]
    public static partial void DownloadFailed(ILogger logger, TimeSpan delay, string reason);

    [LoggerMessage(2024, LogLevel.Warning, "{Found} files are wanted of the data set's sources, but {Expected} are expected.")]
    public static partial void OtherFileCount(ILogger logger, int found, int expected);

    [LoggerMessage(2007, LogLevel.Warning, "{Name}, which was taken as the data set's {Slot}, is no longer in the folder. What was derived from it stays; put the file back if it is still to be read.")]
    public static partial void FileGone(ILogger logger, string name, string slot);
}
