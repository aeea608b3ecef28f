using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Embedding;

/// <summary>How vectors are composed, section <c>Embedding</c>. All services that share an index need the same values.</summary>
public sealed class EmbeddingOptions : IValidatableObject
{
    public const string Section = "Embedding";

    /// <summary>Dimensions of the text embedding that follows the 13 features; 0 for none.</summary>
    [Range(0, 8192)]
    public int Dimensions { get; init; }

    public EmbedderKind Embedder { get; init; } = EmbedderKind.Hashed;

    /// <summary>Weight of the features in the cosine, see <see cref="VectorComposer"/>.</summary>
    [Range(0.001, 1000)]
    public double FeatureWeight { get; init; } = 0.7;

    /// <summary>Weight of the text in the cosine.</summary>
    [Range(0, 1000)]
    public double TextWeight { get; init; } = 0.3;

    public HttpEmbedderOptions Http { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Embedder != EmbedderKind.Http || Dimensions == 0)
            yield break;
        if (Http.Address is null)
            yield return new ValidationResult("The HTTP embedder needs an address.", [$"{nameof(Http)}:{nameof(Http.Address)}"]);
        if (string.IsNullOrWhiteSpace(Http.Model))
            yield return new ValidationResult("The HTTP embedder needs the name of a model.", [$"{nameof(Http)}:{nameof(Http.Model)}"]);
    }
}

public enum EmbedderKind
{
    /// <summary>In this process, see <see cref="HashedNGramEmbedder"/>.</summary>
    Hashed,

    /// <summary>An OpenAI-compatible server, see <see cref="HttpEmbedder"/>.</summary>
    Http,
}
