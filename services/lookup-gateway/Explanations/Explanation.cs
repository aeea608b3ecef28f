using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Explanations;

/// <summary>Why a track was found: the contribution of each dimension to its score, with a text.</summary>
/// <param name="Dimensions">In vector order; their contributions sum to the score.</param>
public sealed record Explanation(IReadOnlyList<ComparedDimension> Dimensions)
{
    private const string TextName = "text";

    /// <summary>Texts of the dimensions with weight that agree, largest contribution first.</summary>
    public IEnumerable<string> Agreements => Dimensions
        .Where(d => d is { Agrees: true, Weight: > 0 }).OrderByDescending(d => d.Contribution).Select(d => d.Text);

    /// <summary>Texts of the dimensions with weight that differ, largest weighted distance first.</summary>
    public IEnumerable<string> Differences => Dimensions
        .Where(d => d is { Agrees: false, Weight: > 0, Distance: not null }).OrderByDescending(d => d.Weight * d.Distance).Select(d => d.Text);

    /// <summary>Compares with the same arithmetic as the score.</summary>
    /// <param name="query">The seed's vector. Everything after the 13 features is reported as one dimension, the text.</param>
    /// <param name="weights">The query's weights; null for all 1.</param>
    public static Explanation Create(float[] query, float[]? weights, float[] vector, AudioFeatureValues seed, AudioFeatureValues other)
    {
        var contributions = Cosine.Contributions(query, vector, weights);
        var dimensions = new List<ComparedDimension>(FeatureVector.Dimensions + 1);
        for (var d = 0; d < FeatureVector.Dimensions; d++)
        {
            var (seedValue, otherValue) = (seed.Values[d], other.Values[d]);
            double? distance = seedValue is null || otherValue is null ? null : Math.Abs((double)query[d] - vector[d]);
            var (agrees, text) = ExplanationFormatter.Compare(d, seedValue, otherValue, distance);
            dimensions.Add(new ComparedDimension(FeatureVector.Names[d], weights?[d] ?? 1, contributions[d], seedValue, otherValue, distance, agrees, text));
        }

        if (contributions.Length > FeatureVector.Dimensions)
        {
            var text = contributions.Skip(FeatureVector.Dimensions).Sum();
            dimensions.Add(new ComparedDimension(TextName, 1, text, null, null, null, text > 0, "alike in title, artist or genres"));
        }

        return new Explanation(dimensions);
    }
}
