using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Platform.Planning;

/// <summary>What a month of answering takes, section <c>ServingUse</c>; the defaults are those of the source document.</summary>
internal sealed class ServingUse
{
    public const string Section = "ServingUse";

    /// <summary>The databases of the data set.</summary>
    [Range(0, 1e9)]
    public double ObjectsGB { get; init; } = 200;

    [Range(0, 1e9)]
    public double ObjectReadsMillions { get; init; } = 5;

    [Range(0, 1e9)]
    public double ObjectWritesMillions { get; init; }

    [Range(0, 1e9)]
    public double DatabaseGB { get; init; } = 5;

    [Range(0, 1e9)]
    public double DatabaseReadsMillions { get; init; }

    [Range(0, 1e9)]
    public double DatabaseWritesMillions { get; init; }

    [Range(0, 1e9)]
    public double VectorQueriesMillions { get; init; }

    [Range(0, 1e9)]
    public double CacheGB { get; init; } = 1;

    [Range(0, 1e9)]
    public double CacheReadsMillions { get; init; }

    [Range(0, 1e9)]
    public double CacheWritesMillions { get; init; }
}
