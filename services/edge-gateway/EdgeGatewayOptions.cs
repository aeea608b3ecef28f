using System.ComponentModel.DataAnnotations;
using System.Net;
using SpotifyPlatform.EdgeGateway.Http;
using SpotifyPlatform.EdgeGateway.Keys;
using SpotifyPlatform.EdgeGateway.Limits;
using SpotifyPlatform.EdgeGateway.Proxy;

namespace SpotifyPlatform.EdgeGateway;

/// <summary>Section <c>EdgeGateway</c>.</summary>
public sealed class EdgeGatewayOptions : IValidatableObject
{
    public const string Section = "EdgeGateway";

    /// <summary>The gRPC addresses of the lookup gateway, separated by commas. A host name with several addresses is balanced over all of them.</summary>
    [Required]
    public string LookupGateway { get; set; } = "http://127.0.0.1:8081";

    /// <summary>The gRPC addresses of listening-history; if empty, it has no routes.</summary>
    public string ListeningHistory { get; set; } = "";

    public PublicPortOptions Ports { get; set; } = new();

    public TlsOptions Tls { get; set; } = new();

    public KeyOptions Keys { get; set; } = new();

    public JwtOptions Jwt { get; set; } = new();

    public LimitOptions Limits { get; set; } = new();

    public ProxyRouteOptions Routes { get; set; } = new();

    /// <summary>Networks, such as <c>10.0.0.0/8</c>, of load balancers whose <c>X-Forwarded-For</c> names the caller's address.</summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    public AccessLogLevel AccessLog { get; set; } = AccessLogLevel.All;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Upstream.Split(LookupGateway).Count == 0)
            yield return new ValidationResult("Give at least one address, such as http://lookup-gateway:8081.", [nameof(LookupGateway)]);
        if (!Ports.Plaintext && !Tls.IsEnabled())
            yield return new ValidationResult("Without plaintext and without a certificate clients have no port. Set Tls:CertificateFile and Tls:KeyFile, or Ports:Plaintext=true.", [nameof(Ports)]);
        foreach (var (name, addresses) in new[] { (nameof(LookupGateway), LookupGateway), (nameof(ListeningHistory), ListeningHistory) })
            foreach (var text in Upstream.Split(addresses).Where(text => !Upstream.IsAddress(text)))
                yield return new ValidationResult($"'{text}' is not an address such as http://lookup-gateway:8081. Separate several by commas.", [name]);
        foreach (var text in TrustedProxies.Where(text => !IPNetwork.TryParse(text, out _)))
            yield return new ValidationResult($"'{text}' is not a network such as 10.0.0.0/8.", [nameof(TrustedProxies)]);
    }
}

/// <summary>Which requests are written to the access log.</summary>
public enum AccessLogLevel
{
    None,

    /// <summary>Those that the edge itself refused.</summary>
    Refused,

    All,
}
