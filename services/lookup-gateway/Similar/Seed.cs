using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Similar;

/// <summary>A track as a point to search from.</summary>
/// <param name="Known">Which dimensions are known, from the first; the others do not count.</param>
/// <param name="Description">Null where the track is in no catalogue.</param>
public sealed record Seed(TrackId Id, float[] Vector, IReadOnlyList<bool> Known, AudioFeatures Features, TrackDescription? Description)
{
    /// <inheritdoc cref="FeatureVector.Weights"/>
    public float[]? Weights(IReadOnlyList<float>? asked) => FeatureVector.Weights(Known, Vector.Length, asked);
}
