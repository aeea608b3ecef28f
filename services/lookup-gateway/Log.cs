namespace SpotifyPlatform.LookupGateway;

internal static partial class Log
{
    [LoggerMessage(6101, LogLevel.Warning, "Dropped {Accesses} access records: the event bus did not answer within {Timeout}. Requests are not affected.")]
    public static partial void BusTimedOut(ILogger logger, long accesses, TimeSpan timeout);

    [LoggerMessage(6102, LogLevel.Warning, "Dropped {Accesses} access records: the event bus rejected them. Requests are not affected.")]
    public static partial void AccessesDropped(ILogger logger, long accesses, Exception ex);

    [LoggerMessage(6103, LogLevel.Error, "A request failed: a store is unavailable.")]
    public static partial void StoreUnavailable(ILogger logger, Exception ex);

    [LoggerMessage(6104, LogLevel.Error, "A request has no answer: stored data are damaged.")]
    public static partial void StoreDamaged(ILogger logger, Exception ex);
}
