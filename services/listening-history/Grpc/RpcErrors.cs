using System.Net;
using Grpc.Core;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Imports;
using SpotifyPlatform.ListeningHistory.Insights;

namespace SpotifyPlatform.ListeningHistory.Grpc;

/// <summary>The one place where an error of the domain becomes a gRPC status.</summary>
internal static class RpcErrors
{
    public static async Task<T> GuardAsync<T>(Func<Task<T>> answer)
    {
        try
        {
            return await answer().ConfigureAwait(false);
        }
        catch (Exception e) when (StatusOf(e) is { } code)
        {
            throw new RpcException(new Status(code, e.Message));
        }
    }

    /// <inheritdoc cref="AccountAccess.Check"/>
    public static AccountName Check(this AccountAccess access, string account, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        return access.Check(
            account,
            http.Request.Headers.TryGetValue(AccountAccess.Header, out var header) ? header.ToString() : null,
            http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address));
    }

    private static StatusCode? StatusOf(Exception exception) => exception switch
    {
        FormatException or ExportRefusedException => StatusCode.InvalidArgument,
        AccountDeniedException => StatusCode.PermissionDenied,
        UnknownImportException or NoPlaysPublishedException => StatusCode.NotFound,
        TimeoutException or IOException => StatusCode.Unavailable,
        _ => null,
    };
}
