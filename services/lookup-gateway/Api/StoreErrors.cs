using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.LookupGateway.Api;

/// <summary>Errors of stores. Callers get one message for all of a kind; only the log names the store.</summary>
internal static class StoreErrors
{
    public const string Message = "A store is temporarily unavailable. Retry in a moment.";

    /// <summary>Names damage in answers.</summary>
    public const string DamagedReason = "store_damaged";

    public const string DamagedMessage = "Stored data are damaged, so there is no answer. The log names the file; 'platform repair' builds tables again.";

    public static bool IsTransient(Exception ex) => ex is IOException or TimeoutException or HttpRequestException or UnauthorizedAccessException;

    /// <summary>A file of a store is missing, cut, overwritten or of another version.</summary>
    public static bool IsDamage(Exception ex) => ex is InvalidDataException or ArtifactChangedException;
}
