using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Similar;

/// <summary>The track a search starts from.</summary>
/// <param name="Known">Whether each dimension has a value; the others do not count.</param>
/// <param name="Description">Null for a track that is not in the catalogue.</param>
public sealed record Seed(TrackId Id, float[] Vector, IReadOnlyList<bool> Known, AudioFeatures Features, TrackDescription? Description)
{
    /// <inheritdoc cref="FeatureVector.Weights"/>
    public float[]? Weights(IReadOnlyList<float>? requested) => FeatureVector.Weights(Known, Vector.Length, requested);
}
