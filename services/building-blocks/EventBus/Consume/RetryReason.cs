using System.Data.Common;
using System.Net.Sockets;

namespace SpotifyPlatform.EventBus.Consume;

/// <summary>Kinds of faults that are retried: a bounded set, for metrics.</summary>
internal static class RetryReason
{
    public static string Of(Exception ex) => ex switch
    {
        TransientFaultException => "engine",
        TimeoutException or OperationCanceledException => "timeout",
        SocketException or HttpRequestException => "network",
        DbException => "database",
        IOException => "io",
        _ => "other",
    };
}
