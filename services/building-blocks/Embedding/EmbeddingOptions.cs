using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Embedding;

/// <summary>What a track's vector has beside its 13 features, section <c>Embedding</c>. Whoever shares an index must agree on all of it.</summary>
public sealed class EmbeddingOptions : IValidatableObject
{
    public const string Section = "Embedding";

    /// <summary>Numbers of the text embedding behind the 13 features; 0 leaves the features alone.</summary>
    [Range(0, 8192)]
    public int Dimensions { get; init; }

    public EmbedderKind Embedder { get; init; } = EmbedderKind.Hashed;

    /// <summary>The features' share of the cosine, see <see cref="VectorComposer"/>.</summary>
    [Range(0.001, 1000)]
    public double FeatureWeight { get; init; } = 0.7;

    /// <summary>The text's share of the cosine.</summary>
    [Range(0, 1000)]
    public double TextWeight { get; init; } = 0.3;

    public HttpEmbedderOptions Http { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Embedder != EmbedderKind.Http || Dimensions == 0)
            yield break;
        if (Http.Address is null)
            yield return new ValidationResult("The embedder over HTTP needs its address.", [$"{nameof(Http)}:{nameof(Http.Address)}"]);
        if (string.IsNullOrWhiteSpace(Http.Model))
            yield return new ValidationResult("The embedder over HTTP needs the name of its model.", [$"{nameof(Http)}:{nameof(Http.Model)}"]);
    }
}

public enum EmbedderKind
{
    /// <summary>In this process, see <see cref="HashedNGramEmbedder"/>.</summary>
    Hashed,

    /// <summary>An OpenAI-compatible server, see <see cref="HttpEmbedder"/>.</summary>
    Http,
}
