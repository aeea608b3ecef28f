namespace SpotifyPlatform.LookupGateway.Contract;

/// <summary>Faults of the stores that may pass by themselves: the caller may ask again. Which store it was stands in the log alone.</summary>
internal static class StoreFaults
{
    public const string Message = "A store cannot answer now. Ask again in a moment.";

    public static bool MayPass(Exception fault) => fault is IOException or TimeoutException or HttpRequestException;
}
