namespace SpotifyPlatform.LookupGateway;

internal static partial class Log
{
    [LoggerMessage(6101, LogLevel.Warning, "{Accesses} accesses are not counted: the bus has not answered within {Timeout}. Questions are answered as ever.")]
    public static partial void BusHangs(ILogger logger, long accesses, TimeSpan timeout);

    [LoggerMessage(6102, LogLevel.Warning, "{Accesses} accesses are not counted: the bus refused them. Questions are answered as ever.")]
    public static partial void AccessesLost(ILogger logger, long accesses, Exception fault);

    [LoggerMessage(6103, LogLevel.Error, "A question was not answered: a store cannot answer now.")]
    public static partial void StoreUnavailable(ILogger logger, Exception fault);
}
