namespace SpotifyPlatform.EdgeGateway;

internal static partial class Log
{
    [LoggerMessage(7001, LogLevel.Information, "{Method} {Route} {Status} {RpcStatus} in {Milliseconds:F1} ms for {Caller}.")]
    public static partial void Answered(ILogger logger, string method, string route, int status, string rpcStatus, double milliseconds, string caller);

    [LoggerMessage(7002, LogLevel.Error, "The keys in {File} cannot be read; the keys read last remain valid.")]
    public static partial void KeysUnreadable(ILogger logger, string file, Exception ex);

    [LoggerMessage(7003, LogLevel.Error, "The issuer's keys in {File} cannot be read; the keys read last remain valid. If there are none, tokens are refused. Check EdgeGateway:Jwt:JwksFile.")]
    public static partial void JwksUnreadable(ILogger logger, string file, Exception ex);

    [LoggerMessage(7004, LogLevel.Error, "The certificate in {File} cannot be read; the certificate read last remains in use.")]
    public static partial void CertificateUnreadable(ILogger logger, string file, Exception ex);

    [LoggerMessage(7005, LogLevel.Warning, "The times of last use of keys cannot be written to {File}.")]
    public static partial void UsageNotWritten(ILogger logger, string file, Exception ex);

    [LoggerMessage(7006, LogLevel.Warning, "Host name {Host} cannot be resolved; its last known addresses are kept.")]
    public static partial void NameUnknown(ILogger logger, string host, Exception ex);

    [LoggerMessage(7007, LogLevel.Warning, "The issuer's keys cannot be fetched from {Address}; tokens are refused until they are known. Check EdgeGateway:Jwt:Authority.")]
    public static partial void DiscoveryFailed(ILogger logger, string address, Exception ex);
}
