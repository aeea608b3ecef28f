using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Tables;

internal static partial class Log
{
    [LoggerMessage(9601, LogLevel.Information, "Table {Table}: building unit {Unit} of {Units} of generation {Id}.")]
    public static partial void Building(ILogger logger, string table, string id, int unit, int units);

    [LoggerMessage(9602, LogLevel.Information, "Table {Table}: generation {Id} of {Rows} rows ({Bytes} bytes) is current.")]
    public static partial void Published(ILogger logger, string table, string id, long rows, long bytes);

    [LoggerMessage(9603, LogLevel.Error, "Table {Table}: generation {Id} cannot be built ({Reason}). {Detail}")]
    public static partial void Refused(ILogger logger, string table, string id, string reason, string detail);

    [LoggerMessage(9604, LogLevel.Warning, "Table {Table}: generation {Id} lacks {Key}, which is built again.")]
    public static partial void PartGone(ILogger logger, string table, string id, string key);

    [LoggerMessage(9605, LogLevel.Warning, "Table {Table}: reading on in generation {Id}, because the current one could not be opened.")]
    public static partial void NotSwitched(ILogger logger, string table, string id, Exception ex);

    [LoggerMessage(9606, LogLevel.Warning, "Table {Table}: generation {Id} cannot use an input as it is. {Detail}")]
    public static partial void InputUnusable(ILogger logger, string table, string id, string detail);

    [LoggerMessage(9607, LogLevel.Error, "Table {Table} cannot be derived, because a file of the store is damaged.")]
    public static partial void Damaged(ILogger logger, string table, Exception ex);
}
