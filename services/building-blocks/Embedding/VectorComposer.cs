using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Embedding;

/// <summary>
/// The one place that makes a track's vector v of its 13 features f and the embedding e of its text:
/// v = (f, s e) with s = |f| sqrt(text weight / feature weight). As e has length 1,
/// <code>cos(v1, v2) = (feature weight cos(f1, f2) + text weight cos(e1, e2)) / (feature weight + text weight)</code>
/// and the first 13 numbers stay the features themselves. A track whose features are all 0 is a zero vector, which no search
/// finds; one without a text has the features alone.
/// </summary>
public sealed class VectorComposer(IEmbedder embedder, double featureWeight, double textWeight)
{
    private readonly double ratio = Math.Sqrt(textWeight / featureWeight);

    /// <summary>Numbers in every vector: 13 and those of the embedding.</summary>
    public int Dimensions => FeatureVector.Dimensions + embedder.Dimensions;

    /// <summary>The 13 features alone.</summary>
    public static VectorComposer FeaturesAlone { get; } = new(new HashedNGramEmbedder(0), featureWeight: 1, textWeight: 0);

    /// <summary>A vector a track, in the order of the tracks; see <see cref="FeatureVector.From"/> for what is unknown.</summary>
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

/// <summary>What a track's vector is made of.</summary>
/// <param name="Description">Null where the track is in no catalogue: it has no popularity and no text.</param>
public sealed record DescribedFeatures(AudioFeatures Features, TrackDescription? Description);
