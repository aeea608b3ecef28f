using System.ComponentModel.DataAnnotations;
using System.Net;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Where a service listens, and how much it takes.</summary>
public sealed class HttpOptions : IValidatableObject
{
    public const string Section = "Http";

    /// <summary>The address to listen on. This machine alone unless a deployment says <c>0.0.0.0</c> (or <c>::</c>).</summary>
    [Required]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>HTTP/1.1: JSON and health. 0 takes a free port.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8080;

    /// <summary>HTTP/2 without TLS (h2c): gRPC. 0 takes a free port.</summary>
    [Range(0, 65535)]
    public int GrpcPort { get; init; } = 8081;

    [Range(1, 1L << 32)]
    public long MaxRequestBodyBytes { get; init; } = 4 * 1024 * 1024;

    [Range(1024, 1024 * 1024)]
    public int MaxRequestHeadersBytes { get; init; } = 32 * 1024;

    /// <summary>Concurrent calls on one HTTP/2 connection.</summary>
    [Range(1, 10_000)]
    public int MaxStreamsPerConnection { get; init; } = 200;

    [Range(1, 1_000_000)]
    public long MaxConnections { get; init; } = 10_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Address, out _))
            yield return new ValidationResult($"'{Address}' is no IP address.", [nameof(Address)]);
        if (Port == GrpcPort && Port != 0)
            yield return new ValidationResult("Port and GrpcPort must differ: without TLS a port speaks HTTP/1.1 or HTTP/2.", [nameof(Port), nameof(GrpcPort)]);
    }
}
