using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>Section <c>EdgeGateway:Jwt</c>: bearer tokens of one issuer.</summary>
public sealed class JwtOptions : IValidatableObject
{
    /// <summary>Asymmetric ones only: with a shared secret, every verifier could issue tokens.</summary>
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>The only accepted issuer; empty: tokens are not accepted.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The only accepted audience.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The only accepted algorithm.</summary>
    public string Algorithm { get; set; } = "RS256";

    /// <summary>The issuer's public keys (JSON Web Key Set); read again each minute.</summary>
    public string JwksFile { get; set; } = "";

    /// <summary>In place of the file: where the issuer publishes its keys (OpenID Connect discovery).</summary>
    public string Authority { get; set; } = "";

    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    public bool IsEnabled() => Issuer.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsEnabled())
        {
            if (Audience.Length + JwksFile.Length + Authority.Length > 0)
                yield return new ValidationResult("Set it too: without an issuer no token is accepted.", [nameof(Issuer)]);
            yield break;
        }

        if (Audience.Length == 0)
            yield return new ValidationResult("Set it, so that tokens for other services are refused.", [nameof(Audience)]);
        if (!Algorithms.Contains(Algorithm))
            yield return new ValidationResult($"'{Algorithm}' is none of {string.Join(", ", Algorithms)}.", [nameof(Algorithm)]);
        if (JwksFile.Length > 0 == Authority.Length > 0)
            yield return new ValidationResult("Give one of JwksFile and Authority.", [nameof(JwksFile), nameof(Authority)]);
        if (Authority.Length > 0 && !(Uri.TryCreate(Authority, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback))))
            yield return new ValidationResult("It must be an https:// address (http:// only on loopback): otherwise an attacker could replace the keys.", [nameof(Authority)]);
    }
}
