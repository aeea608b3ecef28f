using System.Globalization;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Embedding;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Vectorizer.Vectors;

/// <summary>Every option that can change table vectors.</summary>
internal sealed class VectorRules(IOptions<VectorizerOptions> options, IOptions<EmbeddingOptions> embedding, PointComposer composer)
{
    public const string MinPopularityRule = "min_popularity";

    public int MinPopularity => options.Value.MinPopularity;

    public SortedDictionary<string, string> ToDictionary()
    {
        var rules = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["dimensions"] = composer.Dimensions.ToString(CultureInfo.InvariantCulture),
            [MinPopularityRule] = MinPopularity.ToString(CultureInfo.InvariantCulture),
        };
        if (composer.Dimensions == FeatureVector.Dimensions)
            return rules;
        var values = embedding.Value;
        rules["embedder"] = values.Embedder == EmbedderKind.Http ? $"http {values.Http.Model}" : "hashed";
        rules["feature_weight"] = values.FeatureWeight.ToString("R", CultureInfo.InvariantCulture);
        rules["text_weight"] = values.TextWeight.ToString("R", CultureInfo.InvariantCulture);
        return rules;
    }
}
