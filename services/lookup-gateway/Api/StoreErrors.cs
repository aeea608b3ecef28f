namespace SpotifyPlatform.LookupGateway.Api;

/// <summary>Transient errors of stores. Callers get one message for all; only the log names the store.</summary>
internal static class StoreErrors
{
    public const string Message = "A store is temporarily unavailable. Retry in a moment.";

    public static bool IsTransient(Exception ex) => ex is IOException or TimeoutException or HttpRequestException;
}
