using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>Section <c>EdgeGateway:Tls</c>: PEM files, which are read again when they change. The key must not have a passphrase.</summary>
public sealed class TlsOptions : IValidatableObject
{
    /// <summary>The certificate and those that lead to its root; empty: no TLS.</summary>
    public string CertificateFile { get; set; } = "";

    public string KeyFile { get; set; } = "";

    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromMinutes(1);

    public bool IsEnabled() => CertificateFile.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CertificateFile.Length > 0 != KeyFile.Length > 0)
            yield return new ValidationResult("Give both files, or none.", [nameof(CertificateFile), nameof(KeyFile)]);
        else if (IsEnabled() && ServerCertificate.ProblemOf(CertificateFile, KeyFile) is { } problem)
            yield return new ValidationResult(problem, [nameof(CertificateFile), nameof(KeyFile)]);
    }
}
