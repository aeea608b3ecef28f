using System.ComponentModel.DataAnnotations;
using SpotifyPlatform.Vectorizer.Neighbours;
using SpotifyPlatform.Vectorizer.Promotions;

namespace SpotifyPlatform.Vectorizer;

/// <summary>Settings of the vectorizer, section <c>Vectorizer</c>.</summary>
public sealed class VectorizerOptions
{
    public const string Section = "Vectorizer";

    /// <summary>Tracks of this popularity (0 to 100) and above are tier A: their vectors are in table vectors.</summary>
    [Range(0, 100)]
    public int MinPopularity { get; set; } = 30;

    /// <summary>Section <c>Vectorizer:Promotion</c>.</summary>
    public PromotionOptions Promotion { get; set; } = new();

    /// <summary>Section <c>Vectorizer:Precomputed</c>.</summary>
    public PrecomputedOptions Precomputed { get; set; } = new();
}
