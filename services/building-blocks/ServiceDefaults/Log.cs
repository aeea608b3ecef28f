using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.ServiceDefaults;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Options of {Section}: {Options}.")]
    public static partial void EffectiveOptions(ILogger logger, string section, string options);

    [LoggerMessage(1003, LogLevel.Warning, "Http:MaxConnections is lowered from {Configured} to {Capacity}: the process may open {Files} files. Raise the limit (ulimit -n) for more.")]
    public static partial void ConnectionsLowered(ILogger logger, long configured, long capacity, long? files);

    [LoggerMessage(1002, LogLevel.Information, "The service is no longer ready and stops after {DrainDelay}.")]
    public static partial void Draining(ILogger logger, TimeSpan drainDelay);
}
