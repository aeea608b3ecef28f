using SpotifyPlatform.LookupGateway.Lookup;

namespace SpotifyPlatform.LookupGateway.Contract;

/// <summary>What one call may ask for; over it the call is refused before any store is touched.</summary>
internal static class Limits
{
    public const int MaxResults = 100;
    public const int MaxBatch = 100;
    private const int DefaultResults = 10;

    /// <summary>0 is the default of 10.</summary>
    /// <exception cref="MalformedRequestException">Outside 0 to 100.</exception>
    public static int Results(int asked) => asked switch
    {
        0 => DefaultResults,
        > 0 and <= MaxResults => asked,
        _ => throw new MalformedRequestException($"limit is {asked}; it may be 1 to {MaxResults}."),
    };

    /// <exception cref="MalformedRequestException">None or more than 100.</exception>
    public static IReadOnlyList<string> Batch(IReadOnlyList<string> names) => names.Count is > 0 and <= MaxBatch
        ? names
        : throw new MalformedRequestException($"{names.Count} tracks asked for; one call takes 1 to {MaxBatch}.");
}
