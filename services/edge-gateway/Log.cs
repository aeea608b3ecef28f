namespace SpotifyPlatform.EdgeGateway;

internal static partial class Log
{
    [LoggerMessage(7001, LogLevel.Information, "{Method} {Route} {Status} {RpcStatus} in {Milliseconds:F1} ms for {Caller}.")]
    public static partial void Answered(ILogger logger, string method, string route, int status, string rpcStatus, double milliseconds, string caller);

    [LoggerMessage(7002, LogLevel.Error, "The keys in {File} cannot be read; the last ones stay in force.")]
    public static partial void KeysUnreadable(ILogger logger, string file, Exception ex);

    [LoggerMessage(7003, LogLevel.Error, "The issuer's keys in {File} cannot be read; the last ones stay in force.")]
    public static partial void JwksUnreadable(ILogger logger, string file, Exception ex);

    [LoggerMessage(7004, LogLevel.Error, "The certificate in {File} cannot be read; the last one stays in force.")]
    public static partial void CertificateUnreadable(ILogger logger, string file, Exception ex);

    [LoggerMessage(7005, LogLevel.Warning, "When keys were last used cannot be written to {File}.")]
    public static partial void UsageNotWritten(ILogger logger, string file, Exception ex);

    [LoggerMessage(7006, LogLevel.Warning, "The name {Host} leads to no address; the addresses of before stay.")]
    public static partial void NameUnknown(ILogger logger, string host, Exception ex);
}
