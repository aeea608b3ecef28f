using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Embedding;

/// <summary>
/// Composes the vector v of a track from its 13 features f and the embedding e of its text:
/// v = (f, s e) with s = |f| sqrt(text weight / feature weight). As e has length 1,
/// <code>cos(v1, v2) = (feature weight cos(f1, f2) + text weight cos(e1, e2)) / (feature weight + text weight)</code>
/// and the first 13 numbers are the features. A track whose features are all 0 has a zero vector, which no search finds; a track without a
/// description has no text part.
/// </summary>
public sealed class VectorComposer(IEmbedder embedder, double featureWeight, double textWeight)
{
    private readonly double ratio = Math.Sqrt(textWeight / featureWeight);

    /// <summary>Dimensions of the vectors: 13 plus those of the embedding.</summary>
    public int Dimensions => FeatureVector.Dimensions + embedder.Dimensions;

    /// <summary>Composes vectors of the 13 features only.</summary>
    public static VectorComposer FeaturesAlone { get; } = new(new HashedNGramEmbedder(0), featureWeight: 1, textWeight: 0);

    /// <summary>One vector per track, in the order of the tracks; see <see cref="FeatureVector.From"/> for unknown values.</summary>
    /// <inheritdoc cref="IEmbedder.EmbedAsync"/>
    public async Task<IReadOnlyList<float[]>> ComposeAsync(IReadOnlyList<DescribedFeatures> tracks, CancellationToken cancellationToken)
    {
        var features = tracks.Select(track => FeatureVector.From(track.Features, track.Description?.Popularity)).ToList();
        if (embedder.Dimensions == 0)
            return features;
        var texts = tracks.Select(track => track.Description).OfType<TrackDescription>().Select(TrackText.Of).ToList();
        var embeddings = texts.Count == 0 ? [] : await embedder.EmbedAsync(texts, cancellationToken).ConfigureAwait(false);
        var next = 0;
        return [.. features.Zip(tracks, (numbers, track) => Join(numbers, track.Description is null ? new float[embedder.Dimensions] : embeddings[next++]))];
    }

    private float[] Join(float[] features, float[] embedding)
    {
        var scale = ratio * Math.Sqrt(features.Sum(f => (double)f * f));
        return [.. features, .. embedding.Select(e => (float)(scale * e))];
    }
}

/// <summary>The input of a track's vector.</summary>
/// <param name="Description">Null for a track that is not in the catalogue: it has no popularity and no text.</param>
public sealed record DescribedFeatures(AudioFeatures Features, TrackDescription? Description);
