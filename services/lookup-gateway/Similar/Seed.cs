using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Similar;

/// <summary>A track as a point to search from.</summary>
/// <param name="Known">Which dimensions are known, from the first; the others do not count.</param>
/// <param name="Description">Null where the track is in no catalogue.</param>
public sealed record Seed(TrackId Id, float[] Vector, IReadOnlyList<bool> Known, AudioFeatures Features, TrackDescription? Description)
{
    /// <summary>Weights of a query: those that are asked for, 0 where the seed knows nothing; null where all are 1.</summary>
    public float[]? Weights(IReadOnlyList<float>? asked)
    {
        if (asked is null && !Known.Contains(false))
            return null;
        var weights = new float[Vector.Length];
        for (var d = 0; d < weights.Length; d++)
            weights[d] = d < Known.Count && !Known[d] ? 0 : d < asked?.Count ? asked[d] : 1;
        return weights;
    }
}
