using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Explanations;

/// <summary>Why a track was found: what each dimension adds to its score, and what that means.</summary>
/// <param name="Dimensions">In the order of the vector; their contributions sum to the score.</param>
public sealed record Explanation(IReadOnlyList<ComparedDimension> Dimensions)
{
    private const string TextName = "text";

    /// <summary>What counts and agrees, the greatest contribution first.</summary>
    public IEnumerable<string> Agreements => Dimensions
        .Where(d => d is { Agrees: true, Weight: > 0 }).OrderByDescending(d => d.Contribution).Select(d => d.Text);

    /// <summary>What counts and differs, the greatest distance first.</summary>
    public IEnumerable<string> Differences => Dimensions
        .Where(d => d is { Agrees: false, Weight: > 0, Distance: not null }).OrderByDescending(d => d.Weight * d.Distance).Select(d => d.Text);

    /// <summary>Compares by the arithmetic of the score.</summary>
    /// <param name="query">The seed's vector; what follows the 13 features is one dimension, the text.</param>
    /// <param name="weights">The query's weights; null for all 1.</param>
    public static Explanation Of(float[] query, float[]? weights, float[] vector, SoundValues seed, SoundValues other)
    {
        var contributions = Cosine.Contributions(query, vector, weights);
        var dimensions = new List<ComparedDimension>(FeatureVector.Dimensions + 1);
        for (var d = 0; d < FeatureVector.Dimensions; d++)
        {
            var (own, others) = (seed.Values[d], other.Values[d]);
            double? distance = own is null || others is null ? null : Math.Abs((double)query[d] - vector[d]);
            var (agrees, text) = Words.Compare(d, own, others, distance);
            dimensions.Add(new ComparedDimension(FeatureVector.Names[d], weights?[d] ?? 1, contributions[d], own, others, distance, agrees, text));
        }

        if (contributions.Length > FeatureVector.Dimensions)
        {
            var text = contributions.Skip(FeatureVector.Dimensions).Sum();
            dimensions.Add(new ComparedDimension(TextName, 1, text, null, null, null, text > 0, "alike in title, artist or genres"));
        }

        return new Explanation(dimensions);
    }
}
