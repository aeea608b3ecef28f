using SpotifyPlatform.LookupGateway.Lookup;

namespace SpotifyPlatform.LookupGateway.Api;

/// <summary>Limits of one call, checked before any store is read.</summary>
internal static class Limits
{
    public const int MaxResults = 100;
    public const int MaxBatch = 100;
    private const int DefaultResults = 10;

    /// <summary>0 is the default of 10.</summary>
    /// <exception cref="MalformedRequestException">Outside 0 to 100.</exception>
    public static int Results(int requested) => requested switch
    {
        0 => DefaultResults,
        > 0 and <= MaxResults => requested,
        _ => throw new MalformedRequestException($"limit is {requested}; it may be 1 to {MaxResults}."),
    };

    /// <exception cref="MalformedRequestException">None or more than 100.</exception>
    public static IReadOnlyList<string> Batch(IReadOnlyList<string> names) => names.Count is > 0 and <= MaxBatch
        ? names
        : throw new MalformedRequestException($"The request names {names.Count} tracks; one call takes 1 to {MaxBatch}.");
}
